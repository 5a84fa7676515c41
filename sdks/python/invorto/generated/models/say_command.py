# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional

from ...model import Model


class SayCommand(Model):
    """Makes the agent say something, in its own voice, when the caller does not speak. It is a turn of its own in the log. What the agent's guardrails block is refused, and so is everything before a consent prompt was heard."""

    command: Literal["say"]
    """The command."""

    text: str
    """The words."""

    interrupt: Optional[bool] = None
    """Whether the agent stops what it is saying; otherwise it says this next."""
