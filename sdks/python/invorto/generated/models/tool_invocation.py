# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict

from ...model import Model


class ToolInvocation(Model):
    """Arguments for one execution."""

    args: Dict[str, Any]
    """Arguments of an invocation, as `inputSchema` has them."""
