# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class Ticket(Model):
    """A ticket for one socket, once. What is null was not bound."""

    ticket: Annotated[str, Field(repr=False)]
    """The secret; the subprotocol is `ticket.` and this."""

    ticket_id: Annotated[str, Field(alias="ticketId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    call_id: Annotated[str, Field(alias="callId")]
    """The call's id, or the name that the tenant gave it (`externalId`)."""

    agent_id: Annotated[Optional[str], Field(alias="agentId")]
    """The agent that the socket must name."""

    origin: Optional[str]
    """The web origin that the socket must come from."""

    expires_at: Annotated[datetime_.datetime, Field(alias="expiresAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
