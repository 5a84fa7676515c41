# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class RateCreate(Model):
    """A price of the tenant's own, from an instant on. It takes the place of the platform's default for calls that begin then or later."""

    service: Union[Literal['asr', 'llm', 'tts', 'transport', 'platform'], str]
    """What the rate is for; `platform` is the platform's own fee, by the length of the call."""

    provider: str
    """Whose service it is."""

    model: Optional[str] = None
    """The model that the rate is for; null for every model of the provider that has none of its own."""

    unit: Union[Literal['seconds', 'characters', 'tokens_in', 'tokens_out'], str]
    """What is counted."""

    per: int
    """How many units the price is for - 60 seconds, 1000 characters, 1000000 tokens."""

    price: float
    """Price of `per` units in the currency, at most six decimals."""

    currency: Union[Literal['INR', 'USD'], str]
    """The currency of the price; dollars are turned into rupees by the exchange rate of the call's day."""

    effective_from: Annotated[Optional[datetime_.datetime], Field(alias="effectiveFrom")] = None
    """Since when; now, when it is left out. What calls cost that are finished stays."""

    source: str
    """Where the price comes from, for people."""
