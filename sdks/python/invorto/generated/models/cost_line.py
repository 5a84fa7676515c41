# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class CostLine(Model):
    """What one provider was used for (SRS 6.1.1). Either `minutes` or `units` is there; of `stt` the units are minutes."""

    type: Union[Literal['transport', 'stt', 'tts', 'llm', 'platform', 'other'], str]
    """What it was."""

    provider: str
    """The provider."""

    model: Optional[str] = None
    """The model, where there is one."""

    unit: Optional[Union[Literal['minutes', 'characters', 'tokens_in', 'tokens_out'], str]] = None
    """What `minutes` or `units` counts."""

    minutes: Optional[float] = None
    """Minutes of transport and of the platform."""

    units: Optional[float] = None
    """Minutes of audio, characters or tokens."""

    cost_inr: Annotated[float, Field(alias="costInr")]
    """Rupees, at most six decimals; made from whole micro-rupees."""

    estimated: Optional[bool] = None
    """Whether any of it was estimated."""

    priced: Optional[bool] = None
    """Whether there was a rate for it; without one `costInr` is 0."""
