# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class EndpointingSettingsInForce(Model):
    """When the caller has finished, every setting with its value."""

    provider: Union[Literal['invorto', 'livekit', 'off'], str]
    """Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused."""

    silence_ms: Annotated[int, Field(alias="silenceMs")]
    """Silence that ends the caller's turn, milliseconds."""

    min_words: Annotated[int, Field(alias="minWords")]
    """Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning."""

    confidence: float
    """How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0."""

    wait_function: Annotated[Optional[str], Field(alias="waitFunction")]
    """Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: \"and\", \"um\", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always."""
