# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class KeyLimitsChange(Model):
    """The limits that change."""

    rest_per_minute: Annotated[Optional[int], Field(alias="restPerMinute")] = None
    """REST requests a minute (FR-RL1); 60 where nothing else was said."""

    sockets_per_second: Annotated[Optional[int], Field(alias="socketsPerSecond")] = None
    """Sockets opened a second (FR-RL1); 3 where nothing else was said."""
