# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model
from .key_limits_change import KeyLimitsChange


class ApiKeyPatch(Model):
    """What changes of an API key."""

    name: Optional[str] = None
    """What people call the key."""

    role: Optional[Union[Literal['admin', 'dev', 'analyst'], str]] = None
    """`admin` does everything, `dev` runs agents and calls, `analyst` reads."""

    active: Optional[bool] = None
    """Whether the key works."""

    limits: Optional[KeyLimitsChange] = None
    """The limits that change."""
