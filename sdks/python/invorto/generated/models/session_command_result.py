# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class SessionCommandResult(Model):
    """What came of a command."""

    command: Union[Literal['call.cancel', 'call.hangup', 'pipeline.debug_toggle', 'say'], str]
    """What can be commanded (OBS-00 5)."""

    result: Union[Literal['applied', 'unchanged'], str]
    """`applied` - it is done. `unchanged` - it was so already."""

    correlation_id: Annotated[str, Field(alias="correlationId")]
    """`correlation_id` of its events."""

    latency_ms: Annotated[float, Field(alias="latencyMs")]
    """Span of time, milliseconds."""

    seq: int
    """Number of the event in its session's log. Begins at 1 and has no gaps."""
