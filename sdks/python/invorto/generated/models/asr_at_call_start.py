# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class AsrAtCallStart(Model):
    """How the caller was heard, and in which language."""

    provider: Optional[Union[Literal['deepgram'], str]] = None
    """Who transcribes."""

    model: Optional[str] = None
    """The provider's model."""

    confidence_threshold: Annotated[Optional[float], Field(alias="confidenceThreshold")] = None
    """How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything."""

    repeat_question: Annotated[Optional[str], Field(alias="repeatQuestion")] = None
    """How the agent asks again; null takes the platform's words in the agent's language."""

    language: str
    """Language and region, BCP 47."""
