# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class RecordingSettingsInForce(Model):
    """What is recorded, every setting with its value."""

    enabled: bool
    """Whether `recordings/{callId}.wav` is made."""
