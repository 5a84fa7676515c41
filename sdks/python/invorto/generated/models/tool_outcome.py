# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Any, Optional

from pydantic import Field

from ...model import Model
from .tool_failure import ToolFailure


class ToolOutcome(Model):
    """What came of it. Values of secrets are blanked out."""

    ok: bool
    """Whether there is a result."""

    latency_ms: Annotated[float, Field(alias="latencyMs")]
    """Span of time, milliseconds."""

    attempts: int
    """Requests that were sent."""

    http_status: Annotated[Optional[int], Field(alias="httpStatus")]
    """Status of the last answer; null when none came."""

    result: Optional[Any]
    """The JSON that was answered; null on failure."""

    error: Optional[ToolFailure]
    """Null on success."""
