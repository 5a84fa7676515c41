# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class RtpPcapPolicy(Model):
    """When the audio packets of a phone call are kept. They hold what was said, so erasure and redaction see them as a recording."""

    enabled: Optional[bool] = None
    """Of every call."""

    on_low_mos_threshold: Annotated[Optional[float], Field(alias="onLowMosThreshold")] = None
    """Of calls whose quality falls below this mean opinion score, from 1 to 5, from then on; null is never."""

    retention_days: Annotated[Optional[int], Field(alias="retentionDays")] = None
    """Days that the file is kept, from the beginning of its call."""
