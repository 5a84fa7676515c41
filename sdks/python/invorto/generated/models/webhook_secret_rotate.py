# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class WebhookSecretRotate(Model):
    """How a secret is rotated."""

    grace_sec: Annotated[Optional[int], Field(alias="graceSec")] = None
    """For how long the old secret signs as well, unless it is promoted before; seconds, 0 for a secret that is lost."""

    secret: Annotated[Optional[str], Field(repr=False)] = None
    """A secret of your own; made for you when it is left out."""
