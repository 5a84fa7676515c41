# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated

from pydantic import Field

from ...model import Model
from .agent import Agent


class AgentVersion(Model):
    """An agent as it stood in one version. It never changes."""

    version: int
    """Grows by one with every change of the agent's settings."""

    published: bool
    """Whether it answers new calls now."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    agent: Agent
    """An agent as it stands, every default filled in (FR-G1)."""
