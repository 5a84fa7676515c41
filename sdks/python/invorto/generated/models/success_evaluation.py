# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model


class SuccessEvaluation(Model):
    """Scores a call after it (SRS 7.7.5)."""

    rubric: Union[Literal['NumericScale', 'LikertScale', 'PercentageScale', 'PassFail'], str]
    """How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false."""

    instructions: Optional[str] = None
    """What makes a call a success; null for what the agent's prompt says."""
