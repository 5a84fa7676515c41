# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class RecordingCapture(Model):
    """How calls are recorded. Whether they are, the agent says (`recording.enabled`)."""

    stereo: Optional[bool] = None
    """Caller left and agent right; otherwise both on one channel."""

    retention_days: Annotated[Optional[int], Field(alias="retentionDays")] = None
    """Days that a recording is kept. It is `retention.recordingDays` of the tenant's settings - one value, which either place changes."""
