# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List

from pydantic import Field

from ...model import Model
from .cost_line import CostLine


class CallUsage(Model):
    """What the call used and what it cost (SRS 7.7.1). Costs stay when words are erased."""

    transport_minutes: Annotated[float, Field(alias="transportMinutes")]
    """Minutes on the line; 0 where no telephone is used."""

    transport_cost_inr: Annotated[float, Field(alias="transportCostInr")]
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

    costs: List[CostLine]
    """A line for each provider, model and unit; `costInr` above is their sum."""
