# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .session import Session


class SessionPage(Model):
    """Sessions, newest first."""

    data: List[Session]
    """The sessions of this page."""

    next_cursor: Annotated[Optional[str], Field(alias="nextCursor")]
    """Give it as `cursor` to read on; null on the last page."""
