"""How a request goes through httpx, and what its failures are called: the same whether it blocks or is awaited."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

import httpx

from .bearer import Bearer
from .errors import ConnectionError, InvortoError, TimeoutError
from .event_stream import RECONNECT_FOR_MS, SILENCE_MS
from .operation import Operation
from .request import Prepared, Settings, prepare


class StopFollowing(Exception):
    """Nothing comes any more: the session has ended."""


def arguments(prepared: Prepared, auth: Bearer) -> Dict[str, Any]:
    """Of `stream` of either client of httpx, for one try."""
    return {
        "method": prepared.operation.method,
        "url": prepared.url,
        "headers": prepared.headers,
        "content": prepared.content,
        "timeout": httpx.Timeout(prepared.timeout_ms / 1000),
        "auth": auth,
        "follow_redirects": False,
    }


def prepare_stream(
    operation: Operation,
    path: Sequence[Any],
    settings: Settings,
    query: Mapping[str, Any],
    options: Optional[Mapping[str, Any]],
) -> Tuple[Prepared, float]:
    """The request of a stream, and for how many milliseconds it is followed again."""
    given = dict(options or {})
    reconnect_for_ms = given.pop("reconnect_for_ms", RECONNECT_FOR_MS)
    return prepare(operation, path, settings, None, query, given), reconnect_for_ms


def check_stream(headers: Mapping[str, str]) -> None:
    """Raises where the answer is none of the platform: of a proxy's login, or of another server."""
    kind = headers.get("content-type", "of no type")
    if not kind.startswith("text/event-stream"):
        raise InvortoError(f"The answer is {kind[:100]}, not a stream of events: is there a proxy or another server?")


def following_arguments(prepared: Prepared, auth: Bearer, last_id: Optional[str]) -> Dict[str, Any]:
    """The same for a connection of a stream, behind the event of that id; it may be silent for so long and no longer."""
    behind = {} if last_id is None else {"Last-Event-ID": last_id}
    timeout = httpx.Timeout(prepared.timeout_ms / 1000, read=SILENCE_MS / 1000)
    return {**arguments(prepared, auth), "headers": {**prepared.headers, **behind}, "timeout": timeout}


def unanswered(prepared: Prepared, error: httpx.RequestError) -> ConnectionError:
    fault = late(prepared) if isinstance(error, httpx.TimeoutException) else unreachable(prepared)
    fault.__cause__ = error
    return fault


def late(prepared: Prepared) -> ConnectionError:
    return TimeoutError(f"No answer within {prepared.timeout_ms:g} ms.")


def unreachable(prepared: Prepared) -> ConnectionError:
    url = httpx.URL(prepared.url)
    return ConnectionError(f"The API cannot be reached at {url.scheme}://{url.netloc.decode()}.")
