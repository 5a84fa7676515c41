# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class LlmSettings(Model):
    """Who thinks of the answer (FR-A2)."""

    provider: Optional[Union[Literal['openai'], str]] = None
    """Who answers."""

    model: Optional[str] = None
    """The provider's model."""

    temperature: Optional[float] = None
    """How freely the model chooses its words, from 0 to 2."""

    max_tokens: Annotated[Optional[int], Field(alias="maxTokens")] = None
    """The longest answer, in tokens."""
