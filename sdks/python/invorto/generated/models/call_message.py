# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class CallMessage(Model):
    """One thing that was said."""

    role: Union[Literal['user', 'assistant'], str]
    """Who said it."""

    message: str
    """The words; of the agent, those that were heard."""

    time: float
    """Seconds since the call was answered."""

    end_time: Annotated[float, Field(alias="endTime")]
    """Seconds since the call was answered."""

    seconds_from_start: Annotated[float, Field(alias="secondsFromStart")]
    """Seconds since the call was answered."""

    duration: float
    """Span of time, seconds."""

    is_filtered: Annotated[Optional[bool], Field(alias="isFiltered")] = None
    """Whether anything was taken out; nothing is yet."""

    detected_threats: Annotated[Optional[List[str]], Field(alias="detectedThreats")] = None
    """What is wrong with the words; nothing is looked for yet."""
