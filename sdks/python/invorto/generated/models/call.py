# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .agent_config_at_call_start import AgentConfigAtCallStart
from .call_metadata_value import CallMetadataValue


class Call(Model):
    """One conversation (SRS 7.5)."""

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
