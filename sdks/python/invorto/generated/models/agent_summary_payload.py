# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .agent_config_at_call_start import AgentConfigAtCallStart
from .call_analysis import CallAnalysis
from .call_artifact import CallArtifact
from .call_emotion import CallEmotion
from .call_kpis import CallKpis
from .call_summary import CallSummary
from .carrier import Carrier
from .media_quality import MediaQuality
from .summary_artifacts import SummaryArtifacts
from .summary_usage import SummaryUsage
from .tool_call_report import ToolCallReport
from .transfer_destination import TransferDestination


class AgentSummaryPayload(Model):
    """What a call came to (SRS 7.4.1, 7.7, 7.8). It is posted when artifacts and costs are final, at most 60 s after the end; what is not there by then, was not asked for or was erased is null. The recording of a call whose server was lost (`owner_lost`) is waited for until 35 s after the end; one that comes later is in `getCallArtifacts` as soon as it is stored, and in a replay of this event."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    type: Literal["agent.summary"]
    """Kind of event."""

    schema_version: Annotated[Literal["agent.summary.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[str, Field(alias="callId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    ended_at: Annotated[datetime_.datetime, Field(alias="endedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    duration_sec: Annotated[float, Field(alias="durationSec")]
    """Span of time, seconds."""

    carrier: Optional[Carrier]
    """By what way the call came or went; null where no telephone is used."""

    media: Optional[MediaQuality]
    """How the line was; null where there was no telephone."""

    kpis: CallKpis
    """How fast the call was, medians over its turns in milliseconds; null where nothing was measured."""

    usage: Optional[SummaryUsage]
    """What the call used and cost."""

    summary: Optional[CallSummary]
    """What the call came to."""

    emotion: CallEmotion
    """How the caller felt on the whole. Null is what was not measured."""

    artifacts: SummaryArtifacts
    """Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones."""

    artifact: Optional[CallArtifact] = None
    """An echo of what was said (SRS 7.7.2); only with `include=messages`."""

    agent_config_at_call_start: Annotated[Optional[AgentConfigAtCallStart], Field(alias="agentConfigAtCallStart")] = None
    """With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting."""

    destination: Optional[TransferDestination] = None
    """Where the call was transferred to; left out or null where it was not."""

    analysis: Optional[CallAnalysis] = None
    """What was found out about the call."""

    tool_calls: Annotated[Optional[List[ToolCallReport]], Field(alias="toolCalls")] = None
    """Every use of a tool, oldest first."""

    omitted: Optional[List[Union[Literal['artifact', 'toolCalls.resultSummary', 'toolCalls.args', 'toolCalls'], str]]] = None
    """What was left out, in this order, until the body is not longer than 262144 bytes; not there where nothing was. `artifact` is what was said: `artifacts.transcript` has the whole, `getCall` with `include=messages` the same. `resultSummary`, then `args`, are left out of all `toolCalls`, then these themselves: each is an `agent.tool_call` of its own, `getCallTimeline` has the arguments, and `listSessionEvents` both where `events.content` of the agent is on, which it is not by default."""
