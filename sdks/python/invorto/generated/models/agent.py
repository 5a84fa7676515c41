# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .agent_tool import AgentTool
from .asr_settings_in_force import AsrSettingsInForce
from .consent_settings import ConsentSettings
from .dtmf_settings_in_force import DtmfSettingsInForce
from .end_call_settings_in_force import EndCallSettingsInForce
from .endpointing_settings_in_force import EndpointingSettingsInForce
from .events_settings_in_force import EventsSettingsInForce
from .guardrail_settings_in_force import GuardrailSettingsInForce
from .llm_settings_in_force import LlmSettingsInForce
from .recording_settings_in_force import RecordingSettingsInForce
from .silence_settings_in_force import SilenceSettingsInForce
from .success_evaluation import SuccessEvaluation
from .summary_settings_in_force import SummarySettingsInForce
from .tts_settings_in_force import TtsSettingsInForce


class Agent(Model):
    """An agent as it stands, every default filled in (FR-G1)."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    external_id: Annotated[Optional[str], Field(alias="externalId")]
    """The tenant's own name for the agent."""

    version: int
    """Grows by one with every change of the agent's settings."""

    published_version: Annotated[Optional[int], Field(alias="publishedVersion")]
    """The version that answers new calls; null while that is always the newest."""

    name: str
    """What people call the agent. Unique per tenant."""

    prompt: str
    """Instructions to the model, sent as its system message."""

    first_message: Annotated[Optional[str], Field(alias="firstMessage")]
    """What the agent says as soon as the call is answered; null lets the caller speak first."""

    apology: Optional[str]
    """What the agent says when the call cannot go on because a provider failed; null for nothing."""

    locale: str
    """Language and region, BCP 47."""

    interruptible: bool
    """Whether the caller may speak over the agent (barge-in, FR-E3)."""

    asr: AsrSettingsInForce
    """How the caller is heard, every setting with its value."""

    llm: LlmSettingsInForce
    """What answers, every setting with its value."""

    tts: TtsSettingsInForce
    """The voice, every setting with its value."""

    endpointing: EndpointingSettingsInForce
    """When the caller has finished, every setting with its value."""

    consent: Optional[ConsentSettings]
    """What the caller is told first, or null for nothing."""

    silence: SilenceSettingsInForce
    """What silence leads to, every setting with its value."""

    max_duration_sec: Annotated[int, Field(alias="maxDurationSec")]
    """After so many seconds the call ends as `max_duration`."""

    end_call: Annotated[EndCallSettingsInForce, Field(alias="endCall")]
    """How the agent ends a call, every setting with its value."""

    dtmf: DtmfSettingsInForce
    """Keys, every setting with its value."""

    guardrails: GuardrailSettingsInForce
    """What the agent must not say, every setting with its value."""

    summary: SummarySettingsInForce
    """What is made of the call, every setting with its value."""

    success_evaluation: Annotated[Optional[SuccessEvaluation], Field(alias="successEvaluation")]
    """How calls are scored after them; null for not at all."""

    tools: List[AgentTool]
    """What the agent may do while it speaks (FR-G2) - names of tools of the tenant, and client tools defined in place. Calls take them as they are when they begin."""

    recording: RecordingSettingsInForce
    """What is recorded, every setting with its value."""

    events: EventsSettingsInForce
    """What events show, every setting with its value."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    updated_at: Annotated[datetime_.datetime, Field(alias="updatedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
