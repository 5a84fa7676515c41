# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model


class RecordingCaptureInForce(Model):
    """How calls are recorded, every setting with its value."""

    stereo: bool
    """Caller left and agent right; otherwise both on one channel."""

    retention_days: Annotated[int, Field(alias="retentionDays")]
    """Days that a recording is kept. It is `retention.recordingDays` of the tenant's settings - one value, which either place changes."""
