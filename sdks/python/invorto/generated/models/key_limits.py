# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class KeyLimits(Model):
    """How often the key may be used; null is without limit, which only the development key is."""

    rest_per_minute: Annotated[Optional[int], Field(alias="restPerMinute")]
    """Requests a minute."""

    sockets_per_second: Annotated[Optional[int], Field(alias="socketsPerSecond")]
    """New sockets a second."""
