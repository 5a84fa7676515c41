# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List, Literal

from pydantic import Field

from ...model import Model
from .qa_flag import QaFlag


class QaFlagsPayload(Model):
    """Moments of a call that somebody should look at (SRS 7.4.5, FR-Q4)."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    type: Literal["qa.flags"]
    """Kind of event."""

    schema_version: Annotated[Literal["qa.flags.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[str, Field(alias="callId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    ts: datetime_.datetime
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    flags: List[QaFlag]
    """The moments, oldest first."""
