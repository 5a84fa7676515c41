# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated

from pydantic import Field

from ...model import Model


class WebhookSecretGrace(Model):
    """Two secrets sign."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    grace_ends_at: Annotated[datetime_.datetime, Field(alias="graceEndsAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
