# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class ConsentSettings(Model):
    """What the caller is told before the conversation (FR-T6). Until it was heard to its end nothing that the caller says, types or presses is recorded, transcribed or sent out, and it cannot be interrupted."""

    prompt: str
    """The words."""
