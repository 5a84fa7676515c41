# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from ...model import Model


class EventsSettingsInForce(Model):
    """What events show, every setting with its value."""

    content: bool
    """Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it."""
