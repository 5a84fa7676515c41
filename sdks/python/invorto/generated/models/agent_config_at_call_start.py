# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model
from .asr_at_call_start import AsrAtCallStart
from .endpointing_settings import EndpointingSettings
from .events_settings import EventsSettings
from .llm_settings import LlmSettings
from .tts_settings import TtsSettings


class AgentConfigAtCallStart(Model):
    """With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting."""

    asr: AsrAtCallStart
    """How the caller was heard, and in which language."""

    llm: LlmSettings
    """Who thinks of the answer (FR-A2)."""

    tts: TtsSettings
    """The agent's voice (FR-A3)."""

    endpointing: EndpointingSettings
    """When the caller's turn is over (FR-E2)."""

    events: Optional[EventsSettings] = None
    """What events of calls show (OBS-00 4). It is kept as it was when a call began."""
