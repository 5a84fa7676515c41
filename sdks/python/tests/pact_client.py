"""Draws up what the clients need of the platform: each operation is asked of a mock by both, and its answers read."""

from __future__ import annotations

from typing import Any, List

import anyio
import httpx
import invorto
from calls import OPERATIONS, call, differences, snake
from invorto import AsyncInvortoClient, InvortoClient
from pact import Pact
from pact_file import Case, draw_up, expect

unasked = set(OPERATIONS)


def interaction(pact: Pact, name: str, case: Case) -> None:
    expect(pact, name, case)
    with pact.serve("127.0.0.1") as mock:
        ask(str(mock.url), snake(name), case)
        anyio.run(ask_awaiting, str(mock.url), snake(name), case)
    unasked.discard(snake(name))


def ask(url: str, name: str, case: Case) -> None:
    asked: List[str] = []
    http = httpx.Client(event_hooks={"request": [lambda request: asked.append(request.url.path)]})
    with http, InvortoClient("key-of-a-tenant", base_url=url, max_retries=0, http_client=http) as client:
        answer = call(client, name, case["args"])
        check(list(answer) if name.startswith("stream") else answer, asked, case)


async def ask_awaiting(url: str, name: str, case: Case) -> None:
    asked: List[str] = []

    async def note(request: httpx.Request) -> None:
        asked.append(request.url.path)

    http = httpx.AsyncClient(event_hooks={"request": [note]})
    async with http, AsyncInvortoClient("key-of-a-tenant", base_url=url, max_retries=0, http_client=http) as client:
        answer = call(client, name, case["args"])
        check([one async for one in answer] if name.startswith("stream") else await answer, asked, case)


def check(answer: Any, asked: List[str], case: Case) -> None:
    assert asked == [case["target"]], f"asked {asked}"
    if isinstance(answer, list):
        assert answer == [], "the session is over"
        return
    came = None if answer is None or isinstance(answer, str) else answer.last_response
    assert (came is not None and came.etag is not None) == ("ETag" in case["answerHeaders"]), "the ETag is lost"
    if "expected" in case:
        body = answer.body if isinstance(answer, (invorto.Page, invorto.AsyncPage)) else answer
        wrong = list(differences(body, case["expected"], ""))
        assert wrong == [], "; ".join(wrong)


draw_up("invorto-python", interaction)
assert not unasked, f"Nothing was asked of {', '.join(unasked)}."
