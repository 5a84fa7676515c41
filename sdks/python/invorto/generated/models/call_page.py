# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .call import Call


class CallPage(Model):
    """Calls, newest first."""

    data: List[Call]
    """The calls of this page."""

    next_cursor: Annotated[Optional[str], Field(alias="nextCursor")]
    """Give it as `cursor` to read on; null on the last page."""
