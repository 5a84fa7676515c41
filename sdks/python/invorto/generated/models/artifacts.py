# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class Artifacts(Model):
    """What a finished call left behind (SRS 6.3, 7.5)."""

    recording: Optional[str]
    """Signed URL, valid for 5 minutes; null when there is no such artifact (yet)."""

    transcript: Optional[str]
    """Signed URL, valid for 5 minutes; null when there is no such artifact (yet)."""

    metrics: Optional[str]
    """Signed URL, valid for 5 minutes; null when there is no such artifact (yet)."""

    bundle: Optional[str]
    """Signed URL, valid for 5 minutes; null when there is no such artifact (yet)."""
