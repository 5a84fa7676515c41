# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated

from pydantic import Field

from ...model import Model


class WebhookSecretRotation(Model):
    """The new secret, shown this once."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    grace_ends_at: Annotated[datetime_.datetime, Field(alias="graceEndsAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    secret: Annotated[str, Field(repr=False)]
    """`whsec_` and the base64 of 24 to 64 bytes (Standard Webhooks). Keep it like a password: who has it can make events."""
