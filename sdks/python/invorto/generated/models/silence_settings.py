# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class SilenceSettings(Model):
    """What happens when nobody speaks (FR-END1). Time stands still while the agent speaks or thinks and while the caller speaks; words, text and keys of the caller begin it anew."""

    question_after_ms: Annotated[Optional[int], Field(alias="questionAfterMs")] = None
    """Silence after which the agent asks whether the caller is there, milliseconds."""

    max_questions: Annotated[Optional[int], Field(alias="maxQuestions")] = None
    """The number of times that it asks before the caller says something; 0 never asks."""

    question: Optional[str] = None
    """The question; null takes the platform's words in the agent's language."""

    hang_up_after_ms: Annotated[Optional[int], Field(alias="hangUpAfterMs")] = None
    """Silence in all after which the call ends as `user_silence_timeout`, milliseconds."""
