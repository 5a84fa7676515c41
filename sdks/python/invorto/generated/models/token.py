# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class Token(Model):
    """A short token."""

    token: Annotated[str, Field(repr=False)]
    """The JWT."""

    token_type: Annotated[Union[Literal['Bearer'], str], Field(alias="tokenType")]
    """How it is sent in `Authorization`."""

    token_id: Annotated[str, Field(alias="tokenId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    role: Union[Literal['admin', 'dev', 'analyst'], str]
    """`admin` does everything, `dev` runs agents and calls, `analyst` reads."""

    expires_at: Annotated[datetime_.datetime, Field(alias="expiresAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
