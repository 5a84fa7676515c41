from __future__ import annotations

import logging
from types import TracebackType
from typing import TYPE_CHECKING, Mapping, Optional, Type

from .async_transport import AsyncTransport
from .generated.async_resources import AsyncResources
from .settings import settled

if TYPE_CHECKING:
    import httpx


class AsyncInvortoClient(AsyncResources):
    """
    The Invorto API for asyncio and trio. Keep it, and the key in it, on a server. It is an asynchronous context manager as well.

    `api_key`: default, the environment's `INVORTO_API_KEY`. `base_url`: where the API is; `/v1` at its end is left out; default,
    `API_BASE_URL` of the environment, then https://api.invortoai.com. `timeout_ms`: how long one try may take. `max_retries`: how
    often a request that failed is tried again. `headers`: of every request. `http_client`: in place of one of its own. `logger`: in
    place of `logging.getLogger("invorto")`. `log_level`: `off`, `error`, `warn`, `info` or `debug`; default, the environment's
    `INVORTO_LOG`, then `warn`.
    """

    base_url: str
    """Where the API is, without `/v1`."""

    def __init__(
        self,
        api_key: Optional[str] = None,
        *,
        base_url: Optional[str] = None,
        timeout_ms: float = 60_000,
        max_retries: int = 2,
        headers: Optional[Mapping[str, str]] = None,
        http_client: Optional[httpx.AsyncClient] = None,
        logger: Optional[logging.Logger] = None,
        log_level: Optional[str] = None,
    ) -> None:
        given = (base_url, timeout_ms, max_retries, headers, logger, log_level)
        settings, auth = settled("async", api_key, *given)
        super().__init__(AsyncTransport(settings, auth, http_client))
        self.base_url = settings.base_url

    async def close(self) -> None:
        """Closes its connections; one that was given stays open."""
        await self._transport.close()

    async def __aenter__(self) -> AsyncInvortoClient:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncInvortoClient(base_url={self.base_url!r})"
