# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .timeline_entry import TimelineEntry


class Timeline(Model):
    """What happened in the call, oldest first."""

    data: List[TimelineEntry]
    """The entries of this page."""

    next_cursor: Annotated[Optional[str], Field(alias="nextCursor")]
    """Give it as `cursor` to read on; null on the last page."""
