from __future__ import annotations

from typing import TYPE_CHECKING, Mapping

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from .async_transport import AsyncTransport
    from .transport import Transport


class RequestOptions(TypedDict, total=False):
    """What holds for one request."""

    timeout_ms: float
    """How long one try may take, in milliseconds."""
    max_retries: int
    """How often a request that failed is tried again."""
    idempotency_key: str
    """A name of your choice for this request, so that it is done once however often it is sent; made for you otherwise."""
    headers: Mapping[str, str]
    """Further headers."""


class StreamOptions(RequestOptions, total=False):
    """What holds for one stream. `timeout_ms` and `max_retries` hold until it begins."""

    reconnect_for_ms: float
    """How long a stream that had begun is followed again without a connection; 0 never does. Default: 120,000 ms."""


class ChangeOptions(RequestOptions, total=False):
    """What holds for one request that changes a thing."""

    if_match: str
    """The `etag` that you last saw, so that you change nothing that somebody else has changed since."""


class Resource:
    """A part of the API: its methods are generated."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport


class AsyncResource:
    """A part of the API: its methods are generated."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport
