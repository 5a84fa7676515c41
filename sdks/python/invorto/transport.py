from __future__ import annotations

import time
from contextlib import closing
from typing import Any, Generator, Iterator, Mapping, Optional, Sequence

import httpx

from .bearer import Bearer
from .errors import ApiError, ConnectionError, InvortoError
from .event_stream import EventDecoder, Following, StreamEvent
from .operation import Operation
from .page import Page
from .request import Prepared, Received, Settings, answer_of, failure, prepare, read_model
from .sending import StopFollowing, arguments, check_stream, following_arguments, late, prepare_stream, unanswered
from .tries import Outcome, Tries


class Transport:
    """Requests that block until they are answered."""

    def __init__(self, settings: Settings, auth: Bearer, http: Optional[httpx.Client]) -> None:
        self._settings = settings
        self._auth = auth
        self._http = http or httpx.Client()
        self._owns = http is None

    def close(self) -> None:
        if self._owns:
            self._http.close()

    def call(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        body: Any = None,
        query: Optional[Mapping[str, Any]] = None,
        options: Optional[Mapping[str, Any]] = None,
    ) -> Any:
        return answer_of(self._send(prepare(operation, path, self._settings, body, query, options)), operation)

    def page(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        query: Mapping[str, Any],
        options: Optional[Mapping[str, Any]] = None,
    ) -> Page[Any]:
        def ask(cursor: Optional[str]) -> Page[Any]:
            asked = query if cursor is None else {**query, "cursor": cursor}
            return Page(self.call(operation, path, query=asked, options=options), ask)

        return ask(None)

    def stream(
        self,
        operation: Operation,
        path: Sequence[Any],
        *,
        query: Mapping[str, Any],
        options: Optional[Mapping[str, Any]] = None,
    ) -> Iterator[Any]:
        prepared, reconnect_for_ms = prepare_stream(operation, path, self._settings, query, options)
        following = Following(prepared.max_retries, reconnect_for_ms, self._settings.log)
        while True:
            fault: Optional[InvortoError] = None
            try:
                with closing(self._follow(prepared, following)) as connection:
                    for event in connection:
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
            time.sleep(following.wait_s(fault))

    def _follow(self, prepared: Prepared, following: Following) -> Generator[StreamEvent, None, None]:
        """One connection."""
        request = following_arguments(prepared, self._auth, following.last_id)
        decoder = EventDecoder()
        try:
            with self._http.stream(**request) as answer:
                if answer.status_code == 204:
                    raise StopFollowing
                if not answer.is_success:
                    raise failure(Received(answer.status_code, answer.headers, answer.read()))
                check_stream(answer.headers)
                following.connected()
                for chunk in answer.iter_bytes():
                    yield from decoder.feed(chunk)
        except httpx.RequestError as error:
            raise ConnectionError("The stream broke.") from error

    def _send(self, prepared: Prepared) -> Received:
        tries = Tries(prepared, self._settings.log)
        while True:
            tries.begin()
            outcome = self._once(prepared)
            wait = tries.wait_ms(outcome)
            if wait is not None:
                time.sleep(wait / 1000)
            elif isinstance(outcome, Received):
                return outcome
            else:
                raise outcome

    def _once(self, prepared: Prepared) -> Outcome:
        """The whole answer, or why there is none. The time of a try ends with the last byte, not with the first."""
        seconds = prepared.timeout_ms / 1000
        due = time.monotonic() + seconds
        content = bytearray()
        try:
            with self._http.stream(**arguments(prepared, self._auth)) as answer:
                for chunk in answer.iter_bytes():
                    content += chunk
                    if time.monotonic() > due:
                        return late(prepared)
                return Received(answer.status_code, answer.headers, bytes(content))
        except httpx.RequestError as error:
            return unanswered(prepared, error)
