# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class RetentionSettingsPatch(Model):
    """What changes of how long things are kept. Fewer days hold for calls of the past too."""

    recording_days: Annotated[Optional[int], Field(alias="recordingDays")] = None
    """Days that a recording is kept."""

    transcript_days: Annotated[Optional[int], Field(alias="transcriptDays")] = None
    """Days that words are kept: the transcript, and everything in the call's log that was said, typed, asked of tools or concluded from it."""

    metrics_days: Annotated[Optional[int], Field(alias="metricsDays")] = None
    """Days that the file of metrics is kept."""
