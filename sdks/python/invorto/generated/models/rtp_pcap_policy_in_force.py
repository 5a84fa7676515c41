# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class RtpPcapPolicyInForce(Model):
    """When the audio packets of a phone call are kept, every setting with its value."""

    enabled: bool
    """Of every call."""

    on_low_mos_threshold: Annotated[Optional[float], Field(alias="onLowMosThreshold")]
    """Of calls whose quality falls below this mean opinion score, from 1 to 5, from then on; null is never."""

    retention_days: Annotated[int, Field(alias="retentionDays")]
    """Days that the file is kept, from the beginning of its call."""
