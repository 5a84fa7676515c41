# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model


class CallEmotion(Model):
    """How the caller felt on the whole. Null is what was not measured."""

    enabled: bool
    """Whether it was looked for."""

    dominant: Optional[Union[Literal['neutral', 'positive', 'frustrated', 'angry', 'confused', 'disengaged'], str]] = None
    """What prevailed."""

    valence: Optional[float] = None
    """Mean over the call."""

    arousal: Optional[float] = None
    """Mean over the call."""
