# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model
from .key_limits_change import KeyLimitsChange


class ApiKeyCreate(Model):
    """A new API key."""

    name: str
    """What people call the key."""

    role: Union[Literal['admin', 'dev', 'analyst'], str]
    """`admin` does everything, `dev` runs agents and calls, `analyst` reads."""

    limits: Optional[KeyLimitsChange] = None
    """The limits that change."""
