# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model


class SecretValue(Model):
    """A secret. It is encrypted at rest and is never read back."""

    value: Annotated[str, Field(repr=False)]
    """The value. Visible ASCII, blanks inside."""

    hosts: Optional[List[str]] = None
    """The only hosts that it is sent to; an empty list allows those of any tool (FR-TC1)."""
