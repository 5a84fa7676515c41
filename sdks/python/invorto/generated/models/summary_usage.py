# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .cost_line import CostLine


class SummaryUsage(Model):
    """What the call used and what it cost (SRS 7.4.1, 7.7.1). `transport…` is 0 where no telephone was used."""

    transport_minutes: Annotated[Optional[float], Field(alias="transportMinutes")] = None
    """Minutes on the line."""

    transport_cost_inr: Annotated[Optional[float], Field(alias="transportCostInr")] = None
    """Rupees, at most six decimals; made from whole micro-rupees."""

    asr_min: Annotated[float, Field(alias="asrMin")]
    """Minutes of audio that were transcribed."""

    tts_chars: Annotated[int, Field(alias="ttsChars")]
    """Characters given to the voice."""

    llm_in: Annotated[int, Field(alias="llmIn")]
    """Tokens read by the model."""

    llm_out: Annotated[int, Field(alias="llmOut")]
    """Tokens written by the model."""

    cost_inr: Annotated[float, Field(alias="costInr")]
    """Rupees, at most six decimals; made from whole micro-rupees."""

    costs: Optional[List[CostLine]] = None
    """A line for each provider, model and unit; `costInr` above is their sum."""
