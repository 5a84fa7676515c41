# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Optional

from ...model import Model


class WebhookRecovery(Model):
    """The span of time whose deliveries are posted again."""

    since: datetime_.datetime
    """Its beginning, at most 14 days ago."""

    until: Optional[datetime_.datetime] = None
    """Its end; now, when it is left out."""

    cursor: Optional[str] = None
    """Where to go on, from the last answer's `nextCursor`."""
