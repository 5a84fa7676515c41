# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class LiveKitProject(Model):
    """The project whose events are taken."""

    url: str
    """The server's address; events name it in logs."""

    api_key: Annotated[str, Field(alias="apiKey")]
    """The project's API key, `iss` of its tokens."""

    updated_at: Annotated[datetime_.datetime, Field(alias="updatedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    last_event_at: Annotated[Optional[datetime_.datetime], Field(alias="lastEventAt")]
    """When the last event came; null when none has."""
