# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, Optional

from ...model import Model


class ToolTrial(Model):
    """A definition, a sample invocation, or both."""

    definition: Optional[Dict[str, Any]] = None
    """The tool as `POST /v1/tools` would take it."""

    tool: Optional[str] = None
    """A tool that exists, in place of a definition."""

    args: Optional[Dict[str, Any]] = None
    """Arguments of an invocation, as `inputSchema` has them."""
