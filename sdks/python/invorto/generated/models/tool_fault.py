# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class ToolFault(Model):
    """One wrong place of a tool."""

    pointer: str
    """JSON Pointer into the request."""

    message: str
    """What is wrong."""

    keyword: str
    """The rule."""
