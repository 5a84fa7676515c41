# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Any, Dict, Optional

from pydantic import Field

from ...model import Model
from .success_score import SuccessScore


class CallAnalysis(Model):
    """What was found out about the call (SRS 7.7.5)."""

    summary: Optional[str]
    """The call in a sentence or two."""

    structured_data: Annotated[Optional[Dict[str, Any]], Field(alias="structuredData")]
    """Facts that were read out of it; null, as none are asked for yet."""

    success_evaluation: Annotated[Optional[SuccessScore], Field(alias="successEvaluation")]
    """The score; null where the agent has no rubric."""
