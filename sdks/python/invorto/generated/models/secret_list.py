# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .secret import Secret


class SecretList(Model):
    """All secrets of the tenant by name; a tenant has at most 100."""

    data: List[Secret]
    """The secrets, without their values."""

    next_cursor: Annotated[Optional[str], Field(alias="nextCursor")]
    """Give it as `cursor` to read on; null on the last page."""
