# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class TtsSettingsInForce(Model):
    """The voice, every setting with its value."""

    provider: Union[Literal['deepgram'], str]
    """Who speaks."""

    voice_id: Annotated[str, Field(alias="voiceId")]
    """The provider's voice. `aura-2` alone is the default voice of that family."""

    rate: float
    """How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted."""
