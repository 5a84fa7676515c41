# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .webhook_attempt import WebhookAttempt


class WebhookDelivery(Model):
    """One event on its way to one endpoint."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    endpoint_id: Annotated[str, Field(alias="endpointId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    event_id: Annotated[str, Field(alias="eventId")]
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""

    type: Union[Literal['call.started', 'asr.final', 'agent.tool_call', 'call.ended', 'agent.summary', 'billing.usage.updated', 'qa.flags'], str]
    """A type of event that an endpoint can subscribe to."""

    call_id: Annotated[Optional[str], Field(alias="callId")]
    """The call that it is about; null where it is about none."""

    state: Union[Literal['pending', 'retrying', 'delivered', 'dead'], str]
    """How the delivery stands. `pending` - not tried yet. `retrying` - tried, and tried again later. `delivered` - the endpoint answered 2xx. `dead` - given up after the last try, or held back by a disabled endpoint; replay it, or recover a span of time."""

    attempts: int
    """How often it was tried."""

    next_attempt_at: Annotated[Optional[datetime_.datetime], Field(alias="nextAttemptAt")]
    """When it is tried next; null when it is not."""

    last_attempt: Annotated[Optional[WebhookAttempt], Field(alias="lastAttempt")]
    """The last try; null before the first."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    delivered_at: Annotated[Optional[datetime_.datetime], Field(alias="deliveredAt")]
    """When it was received; null until then."""
