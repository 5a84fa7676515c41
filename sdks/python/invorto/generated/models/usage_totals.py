# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model


class UsageTotals(Model):
    """What was used in the period so far."""

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
