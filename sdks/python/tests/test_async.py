from __future__ import annotations

import time

import anyio
import pytest
from api import answer, begun, broken, problem
from invorto import AgentConfig, AsyncInvortoClient, ConnectionError, NotFoundError, TimeoutError

pytestmark = pytest.mark.anyio
KEY = "a-secret-key"


def client_of(api, **options):
    return AsyncInvortoClient(KEY, base_url=api.url, log_level="off", **options)


async def test_requests_are_tried_again_under_the_same_name(serve, agent):
    api = serve(problem(503, "going_away", retryable=True), broken, answer(201, agent("a_1")))
    async with client_of(api) as client:
        made = await client.create_agent(AgentConfig(name="Desk", prompt="x"))
        assert (made.id, made.last_response.request_id) == ("a_1", "req_1")
    assert len({got.headers["idempotency-key"] for got in api.got}) == 1
    assert {got.headers["authorization"] for got in api.got} == {f"Bearer {KEY}"}


async def test_a_list_is_a_page_or_all_of_them(serve, agent):
    pages = (
        answer(200, {"data": [agent("a"), agent("b")], "nextCursor": "two"}),
        answer(200, {"data": [agent("c")], "nextCursor": None}),
    )
    api = serve(*pages)
    async with client_of(api) as client:
        assert [one.id async for one in client.agents.list(limit=2)] == ["a", "b", "c"]
        page = await client.list_agents()
        assert ([one.id for one in page.data], page.next_cursor, await page.next_page()) == (["c"], None, None)
    first = serve(*pages)
    async with client_of(first) as client:
        page = await client.agents.list()
        assert (page.next_cursor, (await page.next_page()).data[0].id) == ("two", "c")


async def test_a_try_has_its_time_and_errors_their_class(serve):
    api = serve(begun(b'{"id":', lambda _: time.sleep(0.5), "application/json"), problem(404, "not_found"))
    async with client_of(api) as client:
        with pytest.raises(TimeoutError, match="No answer within 100 ms"):
            await client.agents.get("a", timeout_ms=100, max_retries=0)
        with pytest.raises(NotFoundError):
            await client.agents.get("a")
    async with AsyncInvortoClient(KEY, base_url="http://127.0.0.1:9", max_retries=0) as client:
        with pytest.raises(ConnectionError) as raised:
            await client.agents.get("a")
    assert KEY not in repr((raised.value, client))


async def test_what_is_cancelled_is_not_tried_again(serve):
    api = serve(begun(b'{"id":', lambda _: time.sleep(5), "application/json"))
    async with client_of(api) as client, anyio.create_task_group() as tasks:
        tasks.start_soon(client.agents.get, "a")
        while not api.got:
            await anyio.sleep(0.01)
        tasks.cancel_scope.cancel()
    assert len(api.got) == 1


async def test_a_deadline_of_the_caller_is_the_caller_s(serve):
    """Not a `TimeoutError` of this SDK: nobody takes it for one and tries again."""
    api = serve(begun(b'{"id":', lambda _: time.sleep(0.5), "application/json"))
    async with client_of(api) as client:
        with pytest.raises(__builtins__["TimeoutError"]) as raised:
            with anyio.fail_after(0.1):
                await client.agents.get("a")
    assert not isinstance(raised.value, TimeoutError)
