from __future__ import annotations

import logging
from types import TracebackType
from typing import TYPE_CHECKING, Mapping, Optional, Type

from .generated.resources import Resources
from .settings import settled
from .transport import Transport

if TYPE_CHECKING:
    import httpx


class InvortoClient(Resources):
    """
    The Invorto API. Keep it, and the key in it, on a server. It may be used by several threads, and as a context manager.

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
        http_client: Optional[httpx.Client] = None,
        logger: Optional[logging.Logger] = None,
        log_level: Optional[str] = None,
    ) -> None:
        given = (base_url, timeout_ms, max_retries, headers, logger, log_level)
        settings, auth = settled("blocking", api_key, *given)
        super().__init__(Transport(settings, auth, http_client))
        self.base_url = settings.base_url

    def close(self) -> None:
        """Closes its connections; one that was given stays open."""
        self._transport.close()

    def __enter__(self) -> InvortoClient:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"InvortoClient(base_url={self.base_url!r})"
