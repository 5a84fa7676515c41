# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class Session(Model):
    """One log."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    kind: Union[Literal['call', 'peer_call', 'tenant'], str]
    """What the log is of - a call, a call between two browsers, or what belongs to the tenant and to no call."""

    live: bool
    """Whether it goes on: a call until it has ended, the log of the tenant for ever."""

    state: Optional[Union[Literal['created', 'consent', 'live', 'detached', 'ended'], str]]
    """Where a call stands; null for a log that is of no call."""

    started_at: Annotated[datetime_.datetime, Field(alias="startedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    ended_at: Annotated[Optional[datetime_.datetime], Field(alias="endedAt")]
    """When it ended; null until then."""

    last_seq: Annotated[int, Field(alias="lastSeq")]
    """`seq` of its last event; 0 for an empty log."""

    debug: bool
    """Whether events of severity `debug` are written for it."""

    content_visible: Annotated[bool, Field(alias="contentVisible")]
    """Whether words, arguments and results are shown with its events."""
