# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .agent_config_at_call_start import AgentConfigAtCallStart
from .call_analysis import CallAnalysis
from .call_artifact import CallArtifact
from .call_disposition import CallDisposition
from .call_metadata_value import CallMetadataValue
from .call_summary import CallSummary
from .call_usage import CallUsage


class CallDetails(Model):
    """A call, and what was made of it after its end (SRS 7.5, 7.7). Null is what is not there yet, was not asked for, or was erased."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    external_id: Annotated[Optional[str], Field(alias="externalId")]
    """The tenant's own name for the call."""

    agent_id: Annotated[str, Field(alias="agentId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    agent_version: Annotated[int, Field(alias="agentVersion")]
    """The agent's version when the call began."""

    agent_config_at_call_start: Annotated[AgentConfigAtCallStart, Field(alias="agentConfigAtCallStart")]
    """With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting."""

    direction: Union[Literal['inbound', 'outbound'], str]
    """Who called; a browser that connects is inbound."""

    status: Union[Literal['queued', 'ringing', 'in_progress', 'ended'], str]
    """Where the call stands."""

    end_reason: Annotated[Optional[Union[Literal['caller_hangup', 'agent_hangup', 'user_silence_timeout', 'max_duration', 'transfer', 'provider_unavailable', 'quota_exceeded', 'cancelled', 'owner_lost', 'client_lost', 'store_unavailable', 'internal'], str]], Field(alias="endReason")]
    """Null until the call has ended."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    answered_at: Annotated[Optional[datetime_.datetime], Field(alias="answeredAt")]
    """When the conversation began; null before that."""

    ended_at: Annotated[Optional[datetime_.datetime], Field(alias="endedAt")]
    """When the call ended; null before that."""

    duration_sec: Annotated[Optional[float], Field(alias="durationSec")]
    """Answer to end, seconds; null until the call has ended."""

    metadata: Optional[Dict[str, CallMetadataValue]] = None
    """What the client said of the call in `start.metadata`, for your own use; the platform keeps it and does not read it."""

    usage: Optional[CallUsage]
    """What it used and cost; null until the call is finished, a moment after its end."""

    summary: Optional[CallSummary]
    """What it came to."""

    disposition: Optional[CallDisposition]
    """Whether it did what it was for (FR-G3)."""

    analysis: Optional[CallAnalysis]
    """What was found out about it (SRS 7.7.5)."""

    artifact: Optional[CallArtifact] = None
    """An echo of what was said (SRS 7.7.2); only with `include=messages`."""
