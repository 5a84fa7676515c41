# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class SummarySettings(Model):
    """What the model says of a call after it (FR-G3). Its tokens are part of the call's cost."""

    enabled: Optional[bool] = None
    """Whether a call is summarized."""

    instructions: Optional[str] = None
    """What the summary shall look at besides; null for nothing more."""
