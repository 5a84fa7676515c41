# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import List

from ...model import Model
from .tool_fault import ToolFault


class ToolVerdict(Model):
    """What is wrong with it, each with its place in the request."""

    valid: bool
    """Whether it would be taken."""

    strict: bool
    """Whether the model is held to the schema while it writes (OpenAI's strict mode) - every object closed, every property required."""

    errors: List[ToolFault]
    """Each wrong place."""
