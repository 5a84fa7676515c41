# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class SilenceSettingsInForce(Model):
    """What silence leads to, every setting with its value."""

    question_after_ms: Annotated[int, Field(alias="questionAfterMs")]
    """Silence after which the agent asks whether the caller is there, milliseconds."""

    max_questions: Annotated[int, Field(alias="maxQuestions")]
    """The number of times that it asks before the caller says something; 0 never asks."""

    question: Optional[str]
    """The question; null takes the platform's words in the agent's language."""

    hang_up_after_ms: Annotated[int, Field(alias="hangUpAfterMs")]
    """Silence in all after which the call ends as `user_silence_timeout`, milliseconds."""
