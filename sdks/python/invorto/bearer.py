from __future__ import annotations

from typing import Iterator

import httpx


class Bearer(httpx.Auth):
    """Puts the key on each request as it leaves, so that it stands in nothing that is shown or kept."""

    def __init__(self, key: str) -> None:
        self.__key = key

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self.__key}"
        yield request
