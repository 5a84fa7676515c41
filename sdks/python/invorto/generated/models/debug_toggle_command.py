# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal

from ...model import Model


class DebugToggleCommand(Model):
    """Writes events of severity `debug` (`pipeline.debug`) for this session, or writes them no longer. Words are never among them."""

    command: Literal["pipeline.debug_toggle"]
    """The command."""

    enabled: bool
    """Whether they are written."""
