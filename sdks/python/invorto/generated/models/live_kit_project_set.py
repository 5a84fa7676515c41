# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class LiveKitProjectSet(Model):
    """The project whose events are taken."""

    url: str
    """The server's address; events name it in logs."""

    api_key: Annotated[str, Field(alias="apiKey")]
    """The project's API key, `iss` of its tokens."""

    api_secret: Annotated[str, Field(alias="apiSecret", repr=False)]
    """The project's API secret; sealed, and never answered."""

    previous_api_secret: Annotated[Optional[str], Field(alias="previousApiSecret", repr=False)] = None
    """The project's API secret; sealed, and never answered."""
