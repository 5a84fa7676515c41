# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class LlmSettingsInForce(Model):
    """What answers, every setting with its value."""

    provider: Union[Literal['openai'], str]
    """Who answers."""

    model: str
    """The provider's model."""

    temperature: float
    """How freely the model chooses its words, from 0 to 2."""

    max_tokens: Annotated[int, Field(alias="maxTokens")]
    """The longest answer, in tokens."""
