# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Any, Dict, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class AgentToolCallPayload(Model):
    """The agent has used a tool, or has tried to (FR-W2, FR-TC4); it comes when that is known."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    name: str
    """The tool."""

    blocking: bool
    """Whether the agent waited for it before it went on."""

    ok: bool
    """Whether it was carried out."""

    latency_ms: Annotated[float, Field(alias="latencyMs")]
    """Span of time, milliseconds."""

    http_status: Annotated[Optional[int], Field(alias="httpStatus")]
    """Status that it answered with; null where no HTTP answer came."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    ended_at: Annotated[datetime_.datetime, Field(alias="endedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    args: Optional[Dict[str, Any]] = None
    """What it was asked with; left out where words were erased."""

    result_summary: Annotated[Optional[Dict[str, Any]], Field(alias="resultSummary")] = None
    """What it answered; null when it failed or its answer was no object."""

    error: Optional[Union[Literal['bad_arguments', 'unknown_tool', 'refused', 'no_secret', 'unreachable', 'timeout', 'too_large', 'http_status', 'malformed', 'bad_result', 'client_error', 'too_many', 'cancelled', 'internal'], str]] = None
    """How it failed; left out when it did not."""

    type: Literal["agent.tool_call"]
    """Kind of event."""

    schema_version: Annotated[Literal["agent.tool_call.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[str, Field(alias="callId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    tool_call_id: Annotated[str, Field(alias="toolCallId")]
    """One call of a tool; the answer repeats it."""

    turn_id: Annotated[str, Field(alias="turnId")]
    """One user-to-agent exchange."""

    omitted: Optional[List[Union[Literal['args', 'resultSummary'], str]]] = None
    """What was left out, so that the body is not longer than 262144 bytes; not there where nothing was. `getCallTimeline` has the arguments; `listSessionEvents` has both where `events.content` of the agent is on, which it is not by default."""
