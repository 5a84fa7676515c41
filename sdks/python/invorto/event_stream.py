"""Server-sent events (HTML living standard 9.2) without the connection, and when one is followed again."""

from __future__ import annotations

import json
import random
import time
from typing import Iterator, List, NamedTuple, Optional

from .errors import ApiError, ConnectionError, InvortoError
from .generated.limits import LONGEST_EVENT_BYTES
from .json_value import object_of
from .log import Log
from .retry import FailedTry, retry_after_ms

SILENCE_MS = 45_000
"""A comment comes every 15 s: whoever sends nothing for longer than this is gone."""
ALIVE_MS = 15_000
"""A connection that stood for as long as it takes until a comment comes was a good one."""
RECONNECT_FOR_MS = 120_000


class StreamEvent(NamedTuple):
    name: str
    id: Optional[str]
    data: str

    @property
    def ends_session(self) -> bool:
        """Any other end is followed by another try, which tells a revoked key by its 401."""
        try:
            return object_of(json.loads(self.data)).get("reason") == "session_ended"
        except ValueError:
            return False


class EventDecoder:
    """Bytes in, events out. Only the three line ends of the standard part lines: JSON may hold others."""

    def __init__(self) -> None:
        self._pieces: List[bytes] = []
        self._size = 0
        self._after_cr = False
        self._name = ""
        self._id: Optional[str] = None
        self._data: List[str] = []

    def feed(self, chunk: bytes) -> Iterator[StreamEvent]:
        # The other half of a CRLF that was cut.
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        for piece in chunk.splitlines(keepends=True):
            self._size += len(piece)
            if self._size > LONGEST_EVENT_BYTES:
                raise InvortoError("An event of the stream is too long to be one.")
            line = piece.rstrip(b"\r\n")
            self._pieces.append(line)
            self._after_cr = piece.endswith(b"\r")
            if line == piece:
                return
            event = self._line(b"".join(self._pieces).decode("utf-8", "replace"))
            self._pieces.clear()
            if event is not None:
                yield event

    def _line(self, line: str) -> Optional[StreamEvent]:
        if line == "":
            event = StreamEvent(self._name, self._id, "\n".join(self._data)) if self._data else None
            self._name, self._id, self._data, self._size = "", None, [], 0
            return event
        field, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "data":
            self._data.append(value)
        elif field == "event":
            self._name = value
        elif field == "id" and "\0" not in value:
            self._id = value
        return None


class Following:
    """
    Where a stream stands over its connections. Until it has begun it is a request like any other, and tried `max_retries` times
    again; from then on it is followed again until it was without a connection for `reconnect_for_ms`.
    """

    def __init__(self, max_retries: int, reconnect_for_ms: float, log: Log) -> None:
        self.last_id: Optional[str] = None
        self._max_retries = max_retries
        self._reconnect_for_ms = reconnect_for_ms
        self._log = log
        self._began = False
        self._stands_since: Optional[float] = None
        self._lost_at: Optional[float] = None
        self._failed = 0

    def connected(self) -> None:
        """A connection was answered."""
        self._began = True
        self._stands_since = _now_ms()

    def got(self, event: StreamEvent) -> None:
        self.last_id = event.id if event.id is not None else self.last_id
        self._stands()

    def wait_s(self, fault: Optional[InvortoError]) -> float:
        """How long until it is followed again; raises where it is not."""
        now = _now_ms()
        if self._stands_since is not None and now - self._stands_since >= ALIVE_MS:
            self._stands()
        self._stands_since = None
        self._lost_at = now if self._lost_at is None else self._lost_at
        failed = FailedTry() if not isinstance(fault, ApiError) else FailedTry(fault.status, fault.headers, fault.body)
        wait = retry_after_ms(failed, self._failed, random.random(), True, time.time())
        if wait is None or self._over(now + wait - self._lost_at):
            raise fault if fault is not None else ConnectionError("The stream broke, and does not come back.")
        self._failed += 1
        self._log.info("following again", wait_ms=round(wait))
        return wait / 1000

    def _stands(self) -> None:
        self._lost_at = None
        self._failed = 0

    def _over(self, away_ms: float) -> bool:
        return away_ms > self._reconnect_for_ms if self._began else self._failed >= self._max_retries


def _now_ms() -> float:
    return time.monotonic() * 1000
