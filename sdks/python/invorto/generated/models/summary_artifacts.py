# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class SummaryArtifacts(Model):
    """Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones."""

    recording: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""

    transcript: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""

    metrics: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""

    sip_pcap: Annotated[Optional[str], Field(alias="sipPcap")]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""

    rtp_pcap: Annotated[Optional[str], Field(alias="rtpPcap")]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""

    bundle_zip: Annotated[Optional[str], Field(alias="bundleZip")]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
