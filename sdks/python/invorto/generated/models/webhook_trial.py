# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Union

from ...model import Model


class WebhookTrial(Model):
    """What kind of sample is posted."""

    type: Union[Literal['call.started', 'asr.final', 'agent.tool_call', 'call.ended', 'agent.summary', 'billing.usage.updated', 'qa.flags'], str]
    """A type of event that an endpoint can subscribe to."""
