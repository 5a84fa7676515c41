# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class TenantCreate(Model):
    """A new tenant."""

    name: str
    """What people call the tenant."""
