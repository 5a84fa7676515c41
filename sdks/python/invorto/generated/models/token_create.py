# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class TokenCreate(Model):
    """What the token may do."""

    role: Optional[Union[Literal['admin', 'dev', 'analyst'], str]] = None
    """Its role, no higher than that of your key; that of your key when left out."""

    ttl_sec: Annotated[Optional[int], Field(alias="ttlSec")] = None
    """How long it lives, seconds."""

    call_id: Annotated[Optional[str], Field(alias="callId")] = None
    """The call's id, or the name that the tenant gave it (`externalId`)."""

    agent_id: Annotated[Optional[str], Field(alias="agentId")] = None
    """The agent's id, or the name that the tenant gave it (`externalId`)."""
