# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class AgentPublish(Model):
    """Which version answers new calls."""

    version: Optional[int] = None
    """The version; the newest of now when it is left out, always the newest when it is null."""
