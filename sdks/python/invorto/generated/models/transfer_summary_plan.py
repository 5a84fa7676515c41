# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class TransferSummaryPlan(Model):
    """Whether who takes over is told what the call was about."""

    enabled: bool
    """Whether they are."""

    timeout_seconds: Annotated[Optional[float], Field(alias="timeoutSeconds")] = None
    """How long the summary may take, seconds."""
