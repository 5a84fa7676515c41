# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class WebhookEndpointPatch(Model):
    """What changes of an endpoint."""

    url: Optional[str] = None
    """Where events are posted. HTTPS, a public address, without credentials; redirects are not followed. Plain http is for hosts of the setting `EGRESS_ALLOW` alone."""

    event_types: Annotated[Optional[List[Union[Literal['call.started', 'asr.final', 'agent.tool_call', 'call.ended', 'agent.summary', 'billing.usage.updated', 'qa.flags'], str]]], Field(alias="eventTypes")] = None
    """The types of events that are posted; without it, or null, all of them, and new ones as they come."""

    description: Optional[str] = None
    """What it is for, for people."""

    state: Optional[Union[Literal['enabled', 'paused'], str]] = None
    """Whether events are posted there. `enabled` also takes one up again that was disabled."""
