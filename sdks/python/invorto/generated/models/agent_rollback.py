# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class AgentRollback(Model):
    """Which version comes back."""

    version: int
    """Grows by one with every change of the agent's settings."""
