# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class TtsSettingsInput(Model):
    """The agent's voice (FR-A3)."""

    provider: Optional[Union[Literal['deepgram'], str]] = None
    """Who speaks."""

    voice_id: Annotated[Optional[str], Field(alias="voiceId")] = None
    """The provider's voice. `aura-2` alone is the default voice of that family."""

    rate: Optional[float] = None
    """How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted."""
