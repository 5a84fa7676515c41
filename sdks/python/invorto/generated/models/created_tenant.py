# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated

from pydantic import Field

from ...model import Model
from .created_api_key import CreatedApiKey


class CreatedTenant(Model):
    """A tenant and its first key."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    name: str
    """What people call the tenant."""

    active: bool
    """Whether its keys and tokens work."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    api_key: Annotated[CreatedApiKey, Field(alias="apiKey")]
    """An API key with its secret, which is shown this once."""
