# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .rate import Rate


class RatePage(Model):
    """Rates, newest first; the platform's defaults are the oldest."""

    data: List[Rate]
    """The rates of this page."""

    next_cursor: Annotated[Optional[str], Field(alias="nextCursor")]
    """Give it as `cursor` to read on; null on the last page."""
