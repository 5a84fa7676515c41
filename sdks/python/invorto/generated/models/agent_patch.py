# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .agent_tool_input import AgentToolInput
from .asr_settings import AsrSettings
from .consent_settings_input import ConsentSettingsInput
from .dtmf_settings import DtmfSettings
from .end_call_settings import EndCallSettings
from .endpointing_settings_input import EndpointingSettingsInput
from .events_settings_input import EventsSettingsInput
from .guardrail_settings import GuardrailSettings
from .llm_settings_input import LlmSettingsInput
from .recording_settings import RecordingSettings
from .silence_settings import SilenceSettings
from .success_evaluation_input import SuccessEvaluationInput
from .summary_settings import SummarySettings
from .tts_settings_input import TtsSettingsInput


class AgentPatch(Model):
    """JSON merge patch (RFC 7396) of an agent. What is left out stays; nested settings merge; null clears `externalId`, `firstMessage`, `apology` and `consent`."""

    name: Optional[str] = None
    """What people call the agent. Unique per tenant."""

    prompt: Optional[str] = None
    """Instructions to the model, sent as its system message."""

    external_id: Annotated[Optional[str], Field(alias="externalId")] = None
    """The tenant's own name for the agent, or null for none."""

    first_message: Annotated[Optional[str], Field(alias="firstMessage")] = None
    """What the agent says as soon as the call is answered; null lets the caller speak first."""

    apology: Optional[str] = None
    """What the agent says when the call cannot go on because a provider failed; null for nothing."""

    locale: Optional[str] = None
    """Language and region, BCP 47."""

    interruptible: Optional[bool] = None
    """Whether the caller may speak over the agent (barge-in, FR-E3)."""

    asr: Optional[AsrSettings] = None
    """How the caller is heard (FR-A1)."""

    llm: Optional[LlmSettingsInput] = None
    """Who thinks of the answer (FR-A2)."""

    tts: Optional[TtsSettingsInput] = None
    """The agent's voice (FR-A3)."""

    endpointing: Optional[EndpointingSettingsInput] = None
    """When the caller's turn is over (FR-E2)."""

    consent: Optional[ConsentSettingsInput] = None
    """What the caller is told first, or null for nothing."""

    silence: Optional[SilenceSettings] = None
    """What happens when nobody speaks (FR-END1). Time stands still while the agent speaks or thinks and while the caller speaks; words, text and keys of the caller begin it anew."""

    max_duration_sec: Annotated[Optional[int], Field(alias="maxDurationSec")] = None
    """After so many seconds the call ends as `max_duration`."""

    end_call: Annotated[Optional[EndCallSettings], Field(alias="endCall")] = None
    """How the agent ends a call (FR-G1); the reason is `agent_hangup`."""

    dtmf: Optional[DtmfSettings] = None
    """Keys that the agent presses (FR-T7)."""

    guardrails: Optional[GuardrailSettings] = None
    """What the agent must and must not do (FR-G1)."""

    summary: Optional[SummarySettings] = None
    """What the model says of a call after it (FR-G3). Its tokens are part of the call's cost."""

    success_evaluation: Annotated[Optional[SuccessEvaluationInput], Field(alias="successEvaluation")] = None
    """How calls are scored after them; null for not at all."""

    tools: Optional[List[AgentToolInput]] = None
    """What the agent may do while it speaks (FR-G2) - names of tools of the tenant, and client tools defined in place. Calls take them as they are when they begin."""

    recording: Optional[RecordingSettings] = None
    """Whether calls are recorded (FR-D3). A recording is stereo, the caller on the left, the agent on the right."""

    events: Optional[EventsSettingsInput] = None
    """What events of calls show (OBS-00 4). It is kept as it was when a call began."""
