# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import List

from ...model import Model
from .call_message import CallMessage


class CallArtifact(Model):
    """An echo of what was said (SRS 7.7.2); only with `include=messages`."""

    messages: List[CallMessage]
    """Who said what, oldest first, the first 2000; the whole is in the transcript."""
