# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, List

from pydantic import Field

from ...model import Model
from .metrics_day import MetricsDay
from .metrics_totals import MetricsTotals


class Metrics(Model):
    """The tenant's calls in a span of days (SRS 7.1). Calls belong to the day on which they were begun, in Asia/Kolkata."""

    from_: Annotated[datetime_.date, Field(alias="from")]
    """A calendar day in Asia/Kolkata."""

    to: datetime_.date
    """A calendar day in Asia/Kolkata."""

    timezone: str
    """Where the days are."""

    totals: MetricsTotals
    """Sums over the calls."""

    days: List[MetricsDay]
    """The days that have calls, oldest first."""
