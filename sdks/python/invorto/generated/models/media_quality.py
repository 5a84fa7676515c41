# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class MediaQuality(Model):
    """How the line was."""

    avg_mos: Annotated[Optional[float], Field(alias="avgMos")]
    """Mean opinion score from 1 to 5; null when it was not measured."""

    pkt_loss_pct: Annotated[Optional[float], Field(alias="pktLossPct")] = None
    """Packets that were lost in per cent."""

    jitter_ms_p95: Annotated[Optional[float], Field(alias="jitterMsP95")] = None
    """95th percentile of the jitter, milliseconds."""
