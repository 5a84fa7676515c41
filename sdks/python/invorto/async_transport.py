from __future__ import annotations

from typing import Any, AsyncGenerator, AsyncIterator, Mapping, Optional, Sequence

import anyio
import httpx

from .bearer import Bearer
from .errors import ApiError, ConnectionError, InvortoError
from .event_stream import EventDecoder, Following, StreamEvent
from .operation import Operation
from .page import AsyncPage, AsyncPaginator
from .request import Prepared, Received, Settings, answer_of, failure, prepare, read_model
from .sending import StopFollowing, arguments, check_stream, following_arguments, late, prepare_stream, unanswered
from .tries import Outcome, Tries


class AsyncTransport:
    """Requests that are awaited, under asyncio or trio; what awaits them may be cancelled."""

    def __init__(self, settings: Settings, auth: Bearer, http: Optional[httpx.AsyncClient]) -> None:
        self._settings = settings
        self._auth = auth
        self._http = http or httpx.AsyncClient()
        self._owns = http is None

    async def close(self) -> None:
        if self._owns:
            await self._http.aclose()

    async def call(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        body: Any = None,
        query: Optional[Mapping[str, Any]] = None,
        options: Optional[Mapping[str, Any]] = None,
    ) -> Any:
        return answer_of(await self._send(prepare(operation, path, self._settings, body, query, options)), operation)

    def page(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        query: Mapping[str, Any],
        options: Optional[Mapping[str, Any]] = None,
    ) -> AsyncPaginator[Any]:
        async def ask(cursor: Optional[str]) -> AsyncPage[Any]:
            asked = query if cursor is None else {**query, "cursor": cursor}
            return AsyncPage(await self.call(operation, path, query=asked, options=options), ask)

        return AsyncPaginator(ask)

    async def stream(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        query: Mapping[str, Any],
        options: Optional[Mapping[str, Any]] = None,
    ) -> AsyncIterator[Any]:
        prepared, reconnect_for_ms = prepare_stream(operation, path, self._settings, query, options)
        following = Following(prepared.max_retries, reconnect_for_ms, self._settings.log)
        while True:
            fault: Optional[InvortoError] = None
            connection = self._follow(prepared, following)
            try:
                async for event in connection:
                    if event.name == "stream.end":
                        if event.ends_session:
                            return
                        continue
                    following.got(event)
                    yield read_model(operation.model or "SessionEvent", event.data)
            except StopFollowing:
                return
            except (ApiError, ConnectionError) as error:
                fault = error
            finally:
                await connection.aclose()
            await anyio.sleep(following.wait_s(fault))

    async def _follow(self, prepared: Prepared, following: Following) -> AsyncGenerator[StreamEvent, None]:
        """One connection."""
        request = following_arguments(prepared, self._auth, following.last_id)
        decoder = EventDecoder()
        try:
            async with self._http.stream(**request) as answer:
                if answer.status_code == 204:
                    raise StopFollowing
                if not answer.is_success:
                    raise failure(Received(answer.status_code, answer.headers, await answer.aread()))
                check_stream(answer.headers)
                following.connected()
                async for chunk in answer.aiter_bytes():
                    for event in decoder.feed(chunk):
                        yield event
        except httpx.RequestError as error:
            raise ConnectionError("The stream broke.") from error

    async def _send(self, prepared: Prepared) -> Received:
        tries = Tries(prepared, self._settings.log)
        while True:
            tries.begin()
            outcome = await self._once(prepared)
            wait = tries.wait_ms(outcome)
            if wait is not None:
                await anyio.sleep(wait / 1000)
            elif isinstance(outcome, Received):
                return outcome
            else:
                raise outcome

    async def _once(self, prepared: Prepared) -> Outcome:
        """The whole answer, or why there is none. The time of a try ends with the last byte, not with the first."""
        seconds = prepared.timeout_ms / 1000
        with anyio.move_on_after(seconds):
            try:
                async with self._http.stream(**arguments(prepared, self._auth)) as answer:
                    return Received(answer.status_code, answer.headers, await answer.aread())
            except httpx.RequestError as error:
                return unanswered(prepared, error)
        return late(prepared)
