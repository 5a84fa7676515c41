# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import List

from ...model import Model
from .problem_error import ProblemError


class AgentValidation(Model):
    """What was found."""

    valid: bool
    """Whether the settings would be taken."""

    errors: List[ProblemError]
    """Each wrong place."""
