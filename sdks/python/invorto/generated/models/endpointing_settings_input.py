# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class EndpointingSettingsInput(Model):
    """When the caller's turn is over (FR-E2)."""

    provider: Optional[Union[Literal['invorto', 'livekit', 'off'], str]] = None
    """Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused."""

    silence_ms: Annotated[Optional[int], Field(alias="silenceMs")] = None
    """Silence that ends the caller's turn, milliseconds."""

    min_words: Annotated[Optional[int], Field(alias="minWords")] = None
    """Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning."""

    confidence: Optional[float] = None
    """How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0."""

    wait_function: Annotated[Optional[str], Field(alias="waitFunction")] = None
    """Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: \"and\", \"um\", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always."""
