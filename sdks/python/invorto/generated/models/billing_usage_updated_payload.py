# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional

from pydantic import Field

from ...model import Model
from .cap_alert import CapAlert
from .usage_totals import UsageTotals


class BillingUsageUpdatedPayload(Model):
    """What the tenant used in a billing period (SRS 7.4.4), a calendar month in Asia/Kolkata: what the calls cost that were begun in it and are finished. It comes after each day of a period in which calls were finished, some minutes past midnight; days on which the platform was down are made up for by the next one. A call belongs to the period in which it was begun: what is finished after the end of a period comes as that period's total once more a day later, and the last one is final. There are no caps yet, so `atRisk` is always false and `alert` left out; with them it will also come when a threshold of a cap is reached, 80 and 100 % unless you set others (SRS 9)."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    type: Literal["billing.usage.updated"]
    """Kind of event."""

    schema_version: Annotated[Literal["billing.usage.updated.v1.4"], Field(alias="schemaVersion")]
    """Version of this payload."""

    call_id: Annotated[Optional[str], Field(alias="callId")]
    """Always null; it is about no single call."""

    ts: datetime_.datetime
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    period_start: Annotated[datetime_.date, Field(alias="periodStart")]
    """A calendar day in Asia/Kolkata."""

    period_end: Annotated[datetime_.date, Field(alias="periodEnd")]
    """A calendar day in Asia/Kolkata."""

    totals: UsageTotals
    """What was used in the period so far."""

    at_risk: Annotated[bool, Field(alias="atRisk")]
    """Whether a cap's first threshold is reached; false as long as there are no caps."""

    alert: Optional[CapAlert] = None
    """The cap that made it come; left out or null where none did."""
