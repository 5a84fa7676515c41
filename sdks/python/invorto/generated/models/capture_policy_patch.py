# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model
from .recording_capture import RecordingCapture
from .rtp_pcap_policy import RtpPcapPolicy
from .sip_pcap_policy import SipPcapPolicy


class CapturePolicyPatch(Model):
    """What changes of it."""

    sip_pcap: Annotated[Optional[SipPcapPolicy], Field(alias="sipPcap")] = None
    """When the signalling of a phone call is kept as a packet capture."""

    rtp_pcap: Annotated[Optional[RtpPcapPolicy], Field(alias="rtpPcap")] = None
    """When the audio packets of a phone call are kept. They hold what was said, so erasure and redaction see them as a recording."""

    recording: Optional[RecordingCapture] = None
    """How calls are recorded. Whether they are, the agent says (`recording.enabled`)."""
