# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .media_quality import MediaQuality


class CallEndedPayload(Model):
    """A call is over (SRS 7.4.3); it is posted within a second. `agent.summary` follows."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    type: Literal["call.ended"]
    """Kind of event."""

    schema_version: Annotated[Literal["call.ended.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[str, Field(alias="callId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    ended_at: Annotated[datetime_.datetime, Field(alias="endedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    reason: Union[Literal['hangup', 'error', 'transfer'], str]
    """The SRS's word for why a call ended."""

    reason_detail: Annotated[Optional[Union[Literal['caller_hangup', 'agent_hangup', 'user_silence_timeout', 'max_duration', 'transfer', 'provider_unavailable', 'quota_exceeded', 'cancelled', 'owner_lost', 'client_lost', 'store_unavailable', 'internal'], str]], Field(alias="reasonDetail")] = None
    """Why the call ended, in full."""

    duration_sec: Annotated[float, Field(alias="durationSec")]
    """Span of time, seconds."""

    sip_final: Annotated[Optional[str], Field(alias="sipFinal")] = None
    """SIP's last answer, status and reason."""

    q850: Optional[int] = None
    """The cause why the line was cleared, as ITU-T Q.850 numbers it."""

    media: Optional[MediaQuality] = None
    """How the line was."""
