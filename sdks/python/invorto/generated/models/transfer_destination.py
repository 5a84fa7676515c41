# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .transfer_summary_plan import TransferSummaryPlan


class TransferDestination(Model):
    """Where the call was transferred to, and how (SRS 7.7.4, FR-T8)."""

    type: Union[Literal['number', 'sip'], str]
    """What kind of destination it is."""

    mode: Union[Literal['blind-transfer', 'attended-transfer'], str]
    """Whether somebody was asked first."""

    timeout: Optional[float] = None
    """How long it may ring, seconds."""

    sip_verb: Annotated[Optional[Union[Literal['refer', 'invite'], str]], Field(alias="sipVerb")] = None
    """How SIP did it."""

    hold_audio_url: Annotated[Optional[str], Field(alias="holdAudioUrl")] = None
    """What the caller hears meanwhile."""

    transfer_complete_audio_url: Annotated[Optional[str], Field(alias="transferCompleteAudioUrl")] = None
    """What is played when it is done."""

    summary_plan: Annotated[Optional[TransferSummaryPlan], Field(alias="summaryPlan")] = None
    """Whether who takes over is told what the call was about."""
