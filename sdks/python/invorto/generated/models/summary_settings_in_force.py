# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class SummarySettingsInForce(Model):
    """What is made of the call, every setting with its value."""

    enabled: bool
    """Whether a call is summarized."""

    instructions: Optional[str]
    """What the summary shall look at besides; null for nothing more."""
