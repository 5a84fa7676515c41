# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List

from pydantic import Field

from ...model import Model


class Secret(Model):
    """A secret without its value."""

    name: str
    """The secret's name, as `${secrets.name}` has it."""

    hosts: List[str]
    """The only hosts that it is sent to; an empty list allows those of any tool (FR-TC1)."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    updated_at: Annotated[datetime_.datetime, Field(alias="updatedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
