# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class TicketCreate(Model):
    """What the ticket is for."""

    call_id: Annotated[str, Field(alias="callId")]
    """The call's id, or the name that the tenant gave it (`externalId`)."""

    agent_id: Annotated[Optional[str], Field(alias="agentId")] = None
    """The agent's id, or the name that the tenant gave it (`externalId`)."""

    origin: Optional[str] = None
    """A web origin as browsers send it, scheme, host and port."""
