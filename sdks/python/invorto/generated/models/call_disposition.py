# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model


class CallDisposition(Model):
    """Whether the call did what it was for."""

    success: Optional[bool]
    """Null when that cannot be told."""

    reason: str
    """Why."""

    next_steps: Annotated[List[str], Field(alias="nextSteps")]
    """Everything that is to be done."""
