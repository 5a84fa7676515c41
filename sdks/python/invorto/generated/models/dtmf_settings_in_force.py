# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class DtmfSettingsInForce(Model):
    """Keys, every setting with its value."""

    tool: bool
    """Whether the model may press keys, with the built-in tool `send_dtmf`; the client gets a `dtmf.received` for each."""
