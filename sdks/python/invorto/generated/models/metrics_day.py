# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated

from pydantic import Field

from ...model import Model


class MetricsDay(Model):
    """Sums over the calls of a day."""

    day: datetime_.date
    """A calendar day in Asia/Kolkata."""

    calls: int
    """Number of calls that were begun."""

    minutes: float
    """Their minutes from answer to end."""

    cost_inr: Annotated[float, Field(alias="costInr")]
    """What those cost that are finished."""
