"""The SDK on a platform that runs: its address is API_BASE_URL, its key INVORTO_API_KEY, and SESSION is a call that has ended."""

from __future__ import annotations

import os
import uuid

import pytest
from invorto import (
    AgentConfig,
    ApiKeyCreate,
    AsyncInvortoClient,
    BadRequestError,
    ConflictError,
    ForbiddenError,
    InvortoClient,
    LlmSettingsInput,
    NotFoundError,
    PreconditionFailedError,
    UnauthorizedError,
)


@pytest.fixture
def client():
    with InvortoClient() as one:
        yield one


def config(name: str) -> AgentConfig:
    return AgentConfig(name=f"{name} {uuid.uuid4()}", prompt="You are a helpful customer support agent.")


def test_an_agent_is_made_read_changed_against_what_was_seen_listed_and_is_gone(client):
    agent = client.create_agent(config("Support Agent"))
    seen = client.agents.get(agent.id)
    assert seen == agent
    etag = seen.last_response.etag
    changed = client.agents.update(agent.id, {"prompt": "Be brief."}, if_match=etag)
    assert (changed.prompt, changed.version) == ("Be brief.", 2)
    with pytest.raises(PreconditionFailedError):
        client.agents.update(agent.id, {"prompt": "Late."}, if_match=etag)
    assert client.agents.versions.get(agent.id, 1).agent.prompt == agent.prompt
    assert client.agents.delete(agent.id) is None
    with pytest.raises(NotFoundError):
        client.agents.get(agent.id)


def test_what_an_agent_says_of_itself_makes_another(client):
    """Models of answers and of requests differ: every setting of one fits the other."""
    one = client.agents.create({"name": str(uuid.uuid4()), "prompt": "x", "silence": {"questionAfterMs": 5000}})
    settings = one.model_dump(include=set(AgentConfig.model_fields) - {"name"})
    other = client.agents.create(AgentConfig(name=str(uuid.uuid4()), **settings))
    own = {"id", "name", "created_at", "updated_at"}
    assert one.model_dump(exclude=own) == other.model_dump(exclude=own)
    assert (other.silence.question_after_ms, other.silence.max_questions) == (5000, 1)


def test_every_page_of_a_list_comes_each_entry_once(client):
    names = [client.agents.create(config("Page")).name for _ in range(5)]
    seen = [agent.name for agent in client.agents.list(limit=2)]
    assert seen[:5] == names[::-1] and len(seen) == len(set(seen))


def test_what_the_platform_refuses_has_its_class_its_code_and_its_places(client):
    with pytest.raises(UnauthorizedError):
        InvortoClient("not-a-key", max_retries=0).agents.list()
    with pytest.raises(BadRequestError) as wrong:
        client.agents.create(AgentConfig(name="X", prompt="x", llm=LlmSettingsInput(temperature=9)))
    assert (wrong.value.code, wrong.value.request_id[:4]) == ("bad_request", "req_")
    assert [(one.pointer, one.keyword) for one in wrong.value.errors] == [("/llm/temperature", "maximum")]
    made = client.api_keys.create(ApiKeyCreate(name="Reader", role="analyst"))
    with pytest.raises(ForbiddenError):
        InvortoClient(made.key).agents.create(config("X"))


def test_a_request_is_done_once_however_often_it_is_sent(client):
    body, once = config("Once"), str(uuid.uuid4())
    one, other = (client.agents.create(body, idempotency_key=once) for _ in range(2))
    assert one == other
    assert other.last_response.headers["idempotency-replayed"] == "true"
    with pytest.raises(ConflictError):
        client.agents.create(config("Another"), idempotency_key=once)


def test_a_session_is_followed_to_its_end_and_a_timeline_read(client):
    session = os.environ["SESSION"]
    told = [event.event_type for event in client.sessions.events.stream(session)]
    assert {"call.started", "call.ended"} <= set(told)
    listed = client.sessions.events.list(session, event_type=["call.started", "call.ended"])
    assert [event.event_type for event in listed] == ["call.started", "call.ended"]
    assert [entry.type for entry in client.calls.timeline.get(session, limit=5)][0] == "call.started"
    assert client.calls.get(session).status == "ended"


def test_what_has_no_json_comes_as_its_text(client):
    assert "# HELP" in InvortoClient(os.environ["OPERATOR_KEY"]).metrics.scrape()


@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
@pytest.mark.anyio
async def test_the_asynchronous_client_does_the_same(anyio_backend):
    async with AsyncInvortoClient() as client:
        agent = await client.agents.create(config("Async"))
        assert (await client.agents.get(agent.id)).name == agent.name
        assert agent.id in [one.id async for one in client.agents.list(limit=2)]
        told = [event.event_type async for event in client.sessions.events.stream(os.environ["SESSION"])]
        assert {"call.started", "call.ended"} <= set(told)
        with pytest.raises(NotFoundError):
            await client.agents.get("nobody")
