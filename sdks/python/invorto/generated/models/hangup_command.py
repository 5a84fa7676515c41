# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal

from ...model import Model


class HangupCommand(Model):
    """Hangs up. The call ends at once, as `agent_hangup`."""

    command: Literal["call.hangup"]
    """The command."""
