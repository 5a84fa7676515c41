# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class ProviderName(Model):
    """Whose service it was."""

    name: Optional[str] = None
    """The provider."""

    model: Optional[str] = None
    """The provider's model."""
