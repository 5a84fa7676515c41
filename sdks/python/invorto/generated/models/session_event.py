# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Any, Dict, Literal, Optional, Union

from ...model import Model
from .pii_notice import PiiNotice
from .provider_name import ProviderName


class SessionEvent(Model):
    """One event of the log (OBS-00 section 2); the events' document says what `data` and `content` hold for each type. `content` is there only where the session allows it."""

    ts: datetime_.datetime
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    session_id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    seq: int
    """Number of the event in its session's log. Begins at 1 and has no gaps."""

    component: Union[Literal['control_plane', 'voice_pipeline', 'adapter', 'action_runner'], str]
    """The part of the system that says it."""

    severity: Union[Literal['debug', 'info', 'warn', 'error'], str]
    """How much it matters."""

    correlation_id: str
    """The turn, command or action that it belongs to; the session itself where it is none of these."""

    pii: PiiNotice
    """Which personal data the event holds, and how it is handled (OBS-00 section 4)."""

    provider: Optional[ProviderName] = None
    """Whose service it was."""

    latency_ms: Optional[float] = None
    """Span of time, milliseconds."""

    attempt: Optional[int] = None
    """Which try it was, from 1."""

    event_type: str
    """A type of event, as the events' document names it."""

    data: Dict[str, Any]
    """What the type adds."""

    content: Optional[Dict[str, Any]] = None
    """Words, arguments or results."""
