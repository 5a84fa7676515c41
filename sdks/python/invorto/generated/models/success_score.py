# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Literal, Optional, Union

from ...model import Model


class SuccessScore(Model):
    """How well the call went."""

    rubric: Union[Literal['NumericScale', 'LikertScale', 'PercentageScale', 'PassFail'], str]
    """How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false."""

    score: Optional[Any]
    """The score, as the rubric has it; null when nobody could give one."""

    reason: Optional[str] = None
    """Why."""

    method: Optional[Union[Literal['model', 'rules'], str]] = None
    """Who said it - the model, or rules where the model could not."""
