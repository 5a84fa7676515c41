# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model


class RetentionSettings(Model):
    """For how many days from its beginning a call keeps what it left behind (SRS 4.6, FR-CP1). What is over is erased within a day, for good, and the call's timeline says so (`artifact.erased`); the call, its metadata and its cost stay. The bundle goes with the first of what is in it."""

    recording_days: Annotated[int, Field(alias="recordingDays")]
    """Days that a recording is kept."""

    transcript_days: Annotated[int, Field(alias="transcriptDays")]
    """Days that words are kept: the transcript, and everything in the call's log that was said, typed, asked of tools or concluded from it."""

    metrics_days: Annotated[int, Field(alias="metricsDays")]
    """Days that the file of metrics is kept."""
