"""Draws up what the clients need of the platform's refusals: each is the error of its class, with its code and its places."""

from __future__ import annotations

from typing import Any, Dict

import anyio
import invorto
from calls import call, snake
from invorto import ApiError, AsyncInvortoClient, InvortoClient
from pact import Pact
from pact_file import Case, draw_up, expect


def interaction(pact: Pact, name: str, case: Case) -> None:
    expect(pact, name, case)
    with pact.serve("127.0.0.1") as mock:
        ask(str(mock.url), case)
        anyio.run(ask_awaiting, str(mock.url), case)


def ask(url: str, case: Case) -> None:
    with InvortoClient("key-of-a-tenant", base_url=url, max_retries=0) as client:
        try:
            call(client, snake(case["operation"]), case["args"], **options(case))
        except ApiError as error:
            return check(error, case)
    raise AssertionError("nothing was refused")


async def ask_awaiting(url: str, case: Case) -> None:
    async with AsyncInvortoClient("key-of-a-tenant", base_url=url, max_retries=0) as client:
        try:
            await call(client, snake(case["operation"]), case["args"], **options(case))
        except ApiError as error:
            return check(error, case)
    raise AssertionError("nothing was refused")


def options(case: Case) -> Dict[str, Any]:
    return {"if_match": case["ifMatch"]} if "ifMatch" in case else {}


def check(error: ApiError, case: Case) -> None:
    expected = case["expected"]
    assert type(error) is getattr(invorto, case["error"]), f"it is a {type(error).__name__}"
    assert (error.status, error.code, error.request_id) == (expected["status"], expected["code"], "req_1")
    assert expected["detail"] in str(error), str(error)
    places = [{name: getattr(one, name) for name in expected["errors"][0]} for one in error.errors]
    assert places == expected.get("errors", []), str(places)


draw_up("invorto-python-errors", interaction)
