# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class EventsSettings(Model):
    """What events of calls show (OBS-00 4). It is kept as it was when a call began."""

    content: Optional[bool] = None
    """Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it."""
