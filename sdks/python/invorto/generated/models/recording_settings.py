# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class RecordingSettings(Model):
    """Whether calls are recorded (FR-D3). A recording is stereo, the caller on the left, the agent on the right."""

    enabled: Optional[bool] = None
    """Whether `recordings/{callId}.wav` is made."""
