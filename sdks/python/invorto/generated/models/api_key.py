# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .key_limits import KeyLimits


class ApiKey(Model):
    """An API key, without its secret."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    name: str
    """What people call the key."""

    role: Union[Literal['admin', 'dev', 'analyst'], str]
    """`admin` does everything, `dev` runs agents and calls, `analyst` reads."""

    active: bool
    """Whether the key works."""

    limits: KeyLimits
    """How often the key may be used; null is without limit, which only the development key is."""

    last_four: Annotated[str, Field(alias="lastFour")]
    """The last four characters of the secret, to tell keys apart."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    last_used_at: Annotated[Optional[datetime_.datetime], Field(alias="lastUsedAt")]
    """When it was last used, to the minute; null when never."""
