# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .webhook_secret_grace import WebhookSecretGrace


class WebhookEndpoint(Model):
    """Where events are posted."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    url: str
    """Where events are posted. HTTPS, a public address, without credentials; redirects are not followed. Plain http is for hosts of the setting `EGRESS_ALLOW` alone."""

    event_types: Annotated[Optional[List[Union[Literal['call.started', 'asr.final', 'agent.tool_call', 'call.ended', 'agent.summary', 'billing.usage.updated', 'qa.flags'], str]]], Field(alias="eventTypes")]
    """The types of events that are posted; without it, or null, all of them, and new ones as they come."""

    description: Optional[str]
    """What it is for, for people."""

    state: Union[Literal['enabled', 'paused', 'failing', 'gone'], str]
    """How the endpoint stands. `paused` - you said so. `failing` - disabled, since 100 attempts in a row failed and none succeeded for 24 hours. `gone` - disabled, since it answered 410. Only to an enabled endpoint anything is posted; for the others events are kept."""

    state_since: Annotated[datetime_.datetime, Field(alias="stateSince")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    consecutive_failures: Annotated[int, Field(alias="consecutiveFailures")]
    """Number of attempts that failed since the last that succeeded."""

    last_success_at: Annotated[Optional[datetime_.datetime], Field(alias="lastSuccessAt")]
    """When an event was last received; null when none was."""

    secret_rotation: Annotated[Optional[WebhookSecretGrace], Field(alias="secretRotation")]
    """The rotation of its secret that goes on; null when none does."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
