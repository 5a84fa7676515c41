# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class AsrSettingsInForce(Model):
    """How the caller is heard, every setting with its value."""

    provider: Union[Literal['deepgram'], str]
    """Who transcribes."""

    model: str
    """The provider's model."""

    confidence_threshold: Annotated[float, Field(alias="confidenceThreshold")]
    """How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything."""

    repeat_question: Annotated[Optional[str], Field(alias="repeatQuestion")]
    """How the agent asks again; null takes the platform's words in the agent's language."""
