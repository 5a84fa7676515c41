# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model


class MetricsTotals(Model):
    """Sums over the calls."""

    calls: int
    """Number of calls that were begun."""

    minutes: float
    """Their minutes from answer to end."""

    cost_inr: Annotated[float, Field(alias="costInr")]
    """What those cost that are finished."""
