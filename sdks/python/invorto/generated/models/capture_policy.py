# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model
from .recording_capture_in_force import RecordingCaptureInForce
from .rtp_pcap_policy_in_force import RtpPcapPolicyInForce
from .sip_pcap_policy_in_force import SipPcapPolicyInForce


class CapturePolicy(Model):
    """What of a call is captured, every default filled in (FR-CP1). Packet captures are off but for the signalling of calls that failed (FR-CP2). Packets are those of phone calls: until telephony is served nothing but recordings is captured, and no call has links to packets."""

    sip_pcap: Annotated[SipPcapPolicyInForce, Field(alias="sipPcap")]
    """When the signalling of a phone call is kept as a packet capture, every setting with its value."""

    rtp_pcap: Annotated[RtpPcapPolicyInForce, Field(alias="rtpPcap")]
    """When the audio packets of a phone call are kept, every setting with its value."""

    recording: RecordingCaptureInForce
    """How calls are recorded, every setting with its value."""
