# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class Rate(Model):
    """A dated price (SRS 9). Of those that fit, the tenant's own goes before the default, one for the model before one for all, the newest before older ones."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    owner: Union[Literal['platform', 'tenant'], str]
    """Whether it is the platform's default or the tenant's own."""

    service: Union[Literal['asr', 'llm', 'tts', 'transport', 'platform'], str]
    """What the rate is for; `platform` is the platform's own fee, by the length of the call."""

    provider: str
    """Whose service it is."""

    model: Optional[str]
    """The model that the rate is for; null for every model of the provider that has none of its own."""

    unit: Union[Literal['seconds', 'characters', 'tokens_in', 'tokens_out'], str]
    """What is counted."""

    per: int
    """How many units the price is for - 60 seconds, 1000 characters, 1000000 tokens."""

    price: float
    """Price of `per` units in the currency, at most six decimals."""

    currency: Union[Literal['INR', 'USD'], str]
    """The currency of the price; dollars are turned into rupees by the exchange rate of the call's day."""

    effective_from: Annotated[datetime_.datetime, Field(alias="effectiveFrom")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    source: str
    """Where the price comes from, for people."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
