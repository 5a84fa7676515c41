# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal

from ...model import Model


class CancelCommand(Model):
    """Takes the call back, whether it is answered or not. It ends at once, as `cancelled`."""

    command: Literal["call.cancel"]
    """The command."""
