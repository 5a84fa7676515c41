# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .carrier import Carrier


class CallStartedPayload(Model):
    """A call began (SRS 7.4.2)."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    type: Literal["call.started"]
    """Kind of event."""

    schema_version: Annotated[Literal["call.started.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[str, Field(alias="callId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    direction: Union[Literal['inbound', 'outbound'], str]
    """Who called; a browser that connects is inbound."""

    agent_id: Annotated[str, Field(alias="agentId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    from_: Annotated[Optional[str], Field(alias="from")]
    """Telephone number, E.164, masked (`x`) where the tenant says so; null where no telephone is used."""

    to: Optional[str]
    """Telephone number, E.164, masked (`x`) where the tenant says so; null where no telephone is used."""

    carrier: Optional[Carrier]
    """By what way the call came or went; null where no telephone is used."""
