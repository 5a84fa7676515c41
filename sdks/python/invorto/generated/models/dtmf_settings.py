# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class DtmfSettings(Model):
    """Keys that the agent presses (FR-T7)."""

    tool: Optional[bool] = None
    """Whether the model may press keys, with the built-in tool `send_dtmf`; the client gets a `dtmf.received` for each."""
