# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Any, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class ToolCallReport(Model):
    """One use of a tool and what came of it (SRS 7.8)."""

    name: str
    """The tool."""

    blocking: bool
    """Whether the agent waited for it before it went on."""

    ok: bool
    """Whether it was carried out."""

    latency_ms: Annotated[float, Field(alias="latencyMs")]
    """Span of time, milliseconds."""

    http_status: Annotated[Optional[int], Field(alias="httpStatus")]
    """Status that it answered with; null where no HTTP answer came."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    ended_at: Annotated[datetime_.datetime, Field(alias="endedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    args: Optional[Dict[str, Any]] = None
    """What it was asked with; left out where words were erased."""

    result_summary: Annotated[Optional[Dict[str, Any]], Field(alias="resultSummary")] = None
    """What it answered; null when it failed or its answer was no object."""

    error: Optional[Union[Literal['bad_arguments', 'unknown_tool', 'refused', 'no_secret', 'unreachable', 'timeout', 'too_large', 'http_status', 'malformed', 'bad_result', 'client_error', 'too_many', 'cancelled', 'internal'], str]] = None
    """How it failed; left out when it did not."""
