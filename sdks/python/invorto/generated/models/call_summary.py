# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class CallSummary(Model):
    """What the call came to (SRS 7.4.1)."""

    outcome: str
    """A label."""

    next_step: Annotated[Optional[str], Field(alias="nextStep")]
    """What happens next."""

    notes: Optional[str]
    """What is worth remembering."""

    method: Optional[Union[Literal['model', 'rules'], str]] = None
    """Who said it - the model, or rules where the model could not."""
