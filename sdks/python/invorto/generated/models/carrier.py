# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class Carrier(Model):
    """The telephone line of a call. What the carrier did not say is left out."""

    trunk: str
    """The trunk."""

    sip_call_id: Annotated[Optional[str], Field(alias="sipCallId")] = None
    """SIP's `Call-ID`."""

    sip_final: Annotated[Optional[str], Field(alias="sipFinal")] = None
    """SIP's last answer, status and reason."""

    q850: Optional[int] = None
    """The cause why the line was cleared, as ITU-T Q.850 numbers it."""

    ani: Optional[str] = None
    """Who called, E.164, possibly masked."""

    dnis: Optional[str] = None
    """Which number was called, E.164, possibly masked."""
