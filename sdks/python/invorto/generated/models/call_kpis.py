# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class CallKpis(Model):
    """How fast the call was, medians over its turns in milliseconds; null where nothing was measured."""

    asr_first_partial_ms: Annotated[Optional[float], Field(alias="asrFirstPartialMs")]
    """From the caller's first sound to the first partial words."""

    eou_ms: Annotated[Optional[float], Field(alias="eouMs")]
    """From the caller's last sound until the turn was held to be over."""

    llm_first_token_ms: Annotated[Optional[float], Field(alias="llmFirstTokenMs")]
    """From asking the model to its first token."""

    tts_first_chunk_ms: Annotated[Optional[float], Field(alias="ttsFirstChunkMs")]
    """From the first words given to the voice to its first audio."""
