# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import List, Optional

from ...model import Model


class EndCallSettings(Model):
    """How the agent ends a call (FR-G1); the reason is `agent_hangup`."""

    phrases: Optional[List[str]] = None
    """Words of the agent that end the call: once an answer that has one of them was heard to its end, the agent hangs up. Case and punctuation do not matter. A caller who speaks over it keeps the call."""

    farewell: Optional[str] = None
    """What the agent says before the platform ends the call by itself, for silence or for its longest duration; it cannot be interrupted. Null says nothing."""

    tool: Optional[bool] = None
    """Whether the model may end the call itself, with the built-in tool `end_call`. What it says in the same answer is heard to its end, or the farewell where it says nothing; then the agent hangs up. A caller who speaks over it keeps the call."""
