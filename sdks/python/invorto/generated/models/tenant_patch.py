# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class TenantPatch(Model):
    """What changes of a tenant."""

    name: Optional[str] = None
    """What people call the tenant."""

    active: Optional[bool] = None
    """Whether its keys and tokens work."""
