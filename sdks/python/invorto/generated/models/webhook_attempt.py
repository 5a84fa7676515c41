# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class WebhookAttempt(Model):
    """One try to post an event."""

    attempt: int
    """Which try it was, from 1."""

    trigger: Union[Literal['schedule', 'replay', 'recovery', 'test'], str]
    """What made it."""

    at: datetime_.datetime
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    latency_ms: Annotated[float, Field(alias="latencyMs")]
    """Span of time, milliseconds."""

    http_status: Annotated[Optional[int], Field(alias="httpStatus")]
    """What was answered; null where nothing was."""

    failure: Optional[Union[Literal['refused', 'timeout', 'unreachable', 'tls', 'too_large', 'blocked'], str]]
    """How it failed; null when it did not."""

    response_excerpt: Annotated[Optional[str], Field(alias="responseExcerpt")] = None
    """The beginning of the answer's body."""
