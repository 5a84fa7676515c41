# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model


class GuardrailSettingsInForce(Model):
    """What the agent must not say, every setting with its value."""

    instructions: List[str]
    """Rules that stand after the prompt in the model's instructions, and over it."""

    blocked_phrases: Annotated[List[str], Field(alias="blockedPhrases")]
    """What the agent never says. A sentence that has one of them, or ends one that a sentence before began, is not spoken and ends the answer; `llm.delta` then comes sentence by sentence and leaves it out too. Case and punctuation do not matter."""

    blocked_reply: Annotated[Optional[str], Field(alias="blockedReply")]
    """What is said in its place; null takes the platform's words in the agent's language."""
