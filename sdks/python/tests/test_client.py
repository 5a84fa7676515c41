from __future__ import annotations

import json
import logging
import pickle
import time
import traceback

import pytest
from api import answer, begun, broken, problem, text
from invorto import (
    AgentConfig,
    ApiError,
    AsyncInvortoClient,
    ConflictError,
    ConnectionError,
    InvortoClient,
    InvortoError,
    LlmSettingsInput,
    NotFoundError,
    TimeoutError,
)

KEY = "a-secret-key"


def client_of(api, **options):
    return InvortoClient(KEY, base_url=api.url, log_level="off", **options)


def test_a_request_is_the_contract_s_path_body_key_and_a_name_so_that_it_is_done_once(serve, agent):
    api = serve(answer(201, agent("a_1"), {"ETag": '"e"'}))
    with client_of(api) as client:
        made = client.agents.create(AgentConfig(name="Desk", prompt="x", max_duration_sec=60, first_message=None))
    assert (made.id, made.name, made.max_duration_sec) == ("a_1", "a_1", 3600)
    assert (made.last_response.status, made.last_response.request_id, made.last_response.etag) == (201, "req_1", '"e"')
    (got,) = api.got
    assert (got.method, got.url) == ("POST", "/v1/agents")
    assert got.body == '{"name":"Desk","prompt":"x","firstMessage":null,"maxDurationSec":60}'
    assert got.headers["authorization"] == f"Bearer {KEY}"
    assert got.headers["content-type"] == "application/json"
    assert len(got.headers["idempotency-key"]) == 36
    assert got.headers["user-agent"].startswith("invorto-python/1.")


def test_a_plain_dict_is_taken_as_well_and_so_are_names_of_the_wire(serve, agent):
    api = serve(answer(200, agent("a")))
    client = client_of(api)
    client.agents.update("a", {"firstMessage": "Hello", "tools": []}, if_match='"e"')
    client.agents.create(AgentConfig(**{"name": "n", "prompt": "p", "maxDurationSec": 5}))
    assert [got.body for got in api.got] == ['{"firstMessage":"Hello","tools":[]}', '{"name":"n","prompt":"p","maxDurationSec":5}']
    assert (api.got[0].headers["if-match"], "idempotency-key" in api.got[0].headers) == ('"e"', False)


def test_a_plain_dict_may_say_names_as_python_has_them_as_deep_as_the_contract_goes(serve):
    api = serve(problem(400, "bad_request"))
    client = client_of(api)
    free = {"max_tokens": 1, "properties": {"first_message": {"type": "string"}}}
    tool = {"name": "t", "description": "d", "input_schema": free}
    deep = {"name": "n", "first_message": None, "llm": {"max_tokens": 5}, "tools": [tool, "end_call"], "end_call": {}}
    wired = {"name": "t", "description": "d", "inputSchema": free}
    sent = {"firstMessage": None, "llm": {"maxTokens": 5}, "tools": [wired, "end_call"], "endCall": {}}
    asks = [
        lambda: client.agents.update("a", deep),
        lambda: client.create_agent({**deep, "prompt": "p", "llm": LlmSettingsInput(max_tokens=5)}),
        lambda: client.agents.create(AgentConfig(prompt="p", **deep)),
        lambda: client.agents.validate(deep),
    ]
    for ask in asks:
        with pytest.raises(ApiError):
            ask()
    assert len(api.got) == len(asks)
    for got in api.got:
        assert {"prompt": "p", **json.loads(got.body)} == {"prompt": "p", "name": "n", **sent}


def test_what_a_dict_says_freely_and_what_nobody_knows_is_sent_as_it_is(serve):
    api = serve(problem(400, "bad_request"))
    client = client_of(api)
    args = {"call_id": "c", "max_tokens": {"call_id": [{"agent_id": 1}]}}
    bodies = [
        (lambda: client.tools.invoke("t", {"args": args}), {"args": args}),
        (lambda: client.realtime.tickets.create({"call_id": "c", "agentId": "a"}), {"callId": "c", "agentId": "a"}),
        (lambda: client.agents.create({"frist_message": "x"}), {"frist_message": "x"}),
        (lambda: client.sessions.commands.send("s", {"command": "say", "text_": 1}), {"command": "say", "text_": 1}),
    ]
    for ask, body in bodies:
        with pytest.raises(ApiError):
            ask()
        assert json.loads(api.got[-1].body) == body
    with pytest.raises(TypeError, match="callId is given twice"):
        client.realtime.tickets.create({"call_id": "c", "callId": "d"})
    assert len(api.got) == len(bodies)


def test_what_may_pass_is_tried_again_under_the_same_name_and_no_longer_than_told(serve, agent):
    api = serve(problem(503, "going_away", retryable=True), broken, answer(201, agent("a_1")))
    assert client_of(api).create_agent(AgentConfig(name="Desk", prompt="x")).id == "a_1"
    assert len({got.headers["idempotency-key"] for got in api.got}) == 1
    assert [got.body for got in api.got] == ['{"name":"Desk","prompt":"x"}'] * 3
    other = serve(problem(500, "internal", retryable=True))
    with pytest.raises(ApiError) as raised:
        client_of(other).agents.get("a", max_retries=1)
    assert (raised.value.status, raised.value.code, len(other.got)) == (500, "internal", 2)


def test_the_api_says_when_to_come_back(serve, agent):
    api = serve(answer(429, {"code": "rate_limited", "retryable": True}, {"Retry-After": "0.2"}), answer(200, agent("a")))
    begun_at = time.monotonic()
    client_of(api).agents.get("a")
    assert 0.2 <= time.monotonic() - begun_at < 5


def test_an_idempotency_key_of_ones_own_is_taken(serve, agent):
    api = serve(answer(201, agent("a")))
    client_of(api).agents.create({"name": "n", "prompt": "p"}, idempotency_key="mine", headers={"X-Trace": "t"})
    assert (api.got[0].headers["idempotency-key"], api.got[0].headers["x-trace"]) == ("mine", "t")
    with pytest.raises(TypeError, match="no option timeout"):
        client_of(api).agents.get("a", timeout=1)


def test_each_status_has_its_class_and_a_conflict_that_stays_one_is_not_tried_again(serve):
    errors = [{"pointer": "/name", "message": "is taken", "keyword": "unique"}]
    api = serve(problem(409, "conflict", errors=errors), problem(404, "not_found"), text(400, b"<p>a proxy</p>"))
    client = client_of(api)
    with pytest.raises(ConflictError) as conflict:
        client.agents.update("a", {}, if_match='"e"')
    error = conflict.value
    assert (str(error), error.code, error.request_id, error.retryable) == ("409 conflict: Because.", "conflict", "req_1", False)
    assert (error.errors[0].pointer, error.errors[0].keyword, error.errors[0].header) == ("/name", "unique", None)
    assert pickle.loads(pickle.dumps(error)).errors == error.errors
    with pytest.raises(NotFoundError):
        client.agents.get("a/b")
    with pytest.raises(ApiError) as foreign:
        client.agents.get("a")
    assert (foreign.value.status, foreign.value.code, foreign.value.body) == (400, "unknown", "<p>a proxy</p>")
    assert [got.url for got in api.got] == ["/v1/agents/a", "/v1/agents/a%2Fb", "/v1/agents/a"]


def test_no_id_leads_to_another_operation(serve):
    api = serve(problem(404, "not_found"))
    for name in ("", ".", "..", None):
        with pytest.raises(ValueError, match="agentId must not be"):
            client_of(api).agents.delete(name)
    assert api.got == []


@pytest.mark.parametrize("key", ["a-secret\n", " a-secret", "a-secret\nX: y", "a-secr\u00e9t"])
def test_a_key_that_no_header_can_have_is_refused_without_being_shown(key):
    with pytest.raises(InvortoError) as raised:
        InvortoClient(key)
    assert "secr" not in str(raised.value)


def test_a_list_goes_over_all_its_pages_and_asks_for_none_before_it_is_needed(serve, agent):
    api = serve(
        answer(200, {"data": [agent("a"), agent("b")], "nextCursor": "two"}),
        answer(200, {"data": [agent("c")], "nextCursor": None}),
    )
    seen = []
    for one in client_of(api).agents.list(limit=2):
        seen.append(one.id)
        if one.id == "b":
            assert len(api.got) == 1
    assert seen == ["a", "b", "c"]
    assert [got.url for got in api.got] == ["/v1/agents?limit=2", "/v1/agents?limit=2&cursor=two"]
    page = client_of(api).agents.list()
    assert (len(page.data), page.next_cursor, page.next_page(), page.last_response.request_id) == (1, None, None, "req_1")


def test_filters_are_written_as_the_contract_has_them(serve):
    from datetime import datetime, timezone

    api = serve(answer(200, {"data": [], "nextCursor": None}))
    client = client_of(api)
    client.sessions.events.list("c_1", event_type=["stt.final", "llm.response"], since=datetime(2026, 1, 2, tzinfo=timezone.utc))
    client.sessions.list(live=True)
    assert [got.url for got in api.got] == [
        "/v1/sessions/c_1/events?event_type=stt.final&event_type=llm.response&since=2026-01-02T00%3A00%3A00.000%2B00%3A00",
        "/v1/sessions?live=true",
    ]


def test_a_try_has_its_time_to_the_last_byte(serve):
    def drip(handler):
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    stalled = begun(b'{"id":', lambda _: time.sleep(5), "application/json")
    for respond in (stalled, begun(b'{"id":', drip, "application/json")):
        api = serve(respond)
        begun_at = time.monotonic()
        with pytest.raises(TimeoutError, match="No answer within 150 ms"):
            client_of(api, timeout_ms=150, max_retries=0).agents.get("a")
        assert time.monotonic() - begun_at < 4


def test_a_redirect_is_not_followed_with_the_key(serve):
    api = serve(text(307, b"", {"Location": "/elsewhere"}))
    with pytest.raises(ApiError) as raised:
        client_of(api).agents.get("a")
    assert (raised.value.status, len(api.got)) == (307, 1)


def test_where_nobody_listens_the_error_says_where_and_nothing_shows_the_key(caplog):
    client = InvortoClient(KEY, base_url="http://127.0.0.1:9", max_retries=0)
    with pytest.raises(ConnectionError, match="The API cannot be reached at http://127.0.0.1:9.") as raised:
        client.agents.get("a")
    error = raised.value
    told = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    shown = "".join(told.format()) + repr((client, vars(client), client._transport._settings, client._transport._auth))
    assert KEY not in shown + caplog.text
    assert isinstance(error, OSError)


def test_the_log_tells_each_try_without_a_credential(serve, agent, caplog):
    api = serve(problem(503, "going_away", retryable=True), answer(201, agent("a")))
    logger = logging.getLogger("a.program")
    logger.setLevel(logging.DEBUG)
    client = InvortoClient(KEY, base_url=api.url, logger=logger, log_level="debug", headers={"X-Api-Key": "another-secret"})
    client.agents.create(AgentConfig(name="Desk", prompt="words of a tenant"))
    told = [record.getMessage() for record in caplog.records if record.name == "a.program"]
    kinds = ["request", "response", "trying again", "request", "response"]
    assert [line.split(" {")[0] for line in told] == [f"invorto: {kind}" for kind in kinds]
    for secret in (KEY, "another-secret", api.got[0].headers["idempotency-key"], "words of a tenant"):
        assert secret not in caplog.text


def test_the_log_is_quiet_unless_it_is_asked(serve, agent, caplog, monkeypatch):
    monkeypatch.delenv("INVORTO_LOG", raising=False)
    caplog.set_level(logging.DEBUG, "invorto")
    InvortoClient(KEY, base_url=serve(answer(200, agent("a"))).url).agents.get("a")
    assert [record for record in caplog.records if record.name == "invorto"] == []
    monkeypatch.setenv("INVORTO_LOG", "debug")
    InvortoClient(KEY, base_url=serve(answer(200, agent("a"))).url).agents.get("a")
    assert [record.name for record in caplog.records if record.name == "invorto"] == ["invorto", "invorto"]


def test_secrets_are_in_no_repr():
    import invorto

    made = invorto.CreatedApiKey.model_construct(name="Reader", key="a-secret")
    assert "a-secret" not in repr(made) and "Reader" in repr(made)
    assert "a-secret" not in repr(invorto.SecretValue(value="a-secret-value"))
    assert "a-secret" not in repr(invorto.LiveKitProjectSet(url="wss://l", apiKey="k", apiSecret="a-secret"))
    with pytest.raises(ValueError) as raised:
        invorto.SecretValue(value=["a-secret"])
    assert "a-secret" not in str(raised.value)


def test_addresses_are_those_given_then_the_environment_s_then_the_platform_s(monkeypatch):
    monkeypatch.delenv("API_BASE_URL", raising=False)
    monkeypatch.setenv("INVORTO_API_KEY", "k")
    assert InvortoClient().base_url == "https://api.invortoai.com"
    monkeypatch.setenv("API_BASE_URL", "http://127.0.0.1:8080/v1")
    assert InvortoClient().base_url == "http://127.0.0.1:8080"
    assert InvortoClient(base_url="https://api.example.com/").base_url == "https://api.example.com"


def test_without_a_key_there_is_no_client(monkeypatch):
    monkeypatch.delenv("INVORTO_API_KEY", raising=False)
    for key in (None, ""):
        with pytest.raises(InvortoError, match="An API key is needed"):
            InvortoClient(key)


def test_an_answer_that_is_not_the_contract_s_is_an_error_without_its_words(serve):
    api = serve(answer(200, {"id": ["words of a caller"]}))
    with pytest.raises(InvortoError, match="The answer is none that the contract has") as raised:
        client_of(api).agents.get("a")
    assert "words of a caller" not in "".join(traceback.format_exception(raised.type, raised.value, raised.tb))


@pytest.mark.parametrize("address", ["localhost:8080", "127.0.0.1:8080", "//x", "http://", "ftp://x", "http://x:port", "http://a b"])
def test_an_address_that_is_none_is_refused_at_once_with_what_to_write(address, monkeypatch):
    for make in (InvortoClient, AsyncInvortoClient):
        with pytest.raises(InvortoError, match="is no address like https://api.example.com: give base_url, or set API_BASE_URL") as raised:
            make(KEY, base_url=address)
        assert address in str(raised.value)
        monkeypatch.setenv("API_BASE_URL", address)
        with pytest.raises(InvortoError, match="is no address"):
            make(KEY)


@pytest.mark.parametrize("address", ["https://user:hunter2@api.example.com", "user:hunter2@host", "//hunter2@host"])
def test_a_password_in_an_address_is_refused_and_not_repeated(address):
    with pytest.raises(InvortoError, match="must have no user and no password in it") as raised:
        InvortoClient(KEY, base_url=address)
    assert "hunter2" not in "".join(traceback.format_exception(raised.type, raised.value, raised.tb))


@pytest.mark.parametrize("address", ["http://h?x", "http://h#x", "http://h?", "http://h#", "http://h/v1?api_key=hunter2", "http://h#hunter2"])
def test_an_address_with_a_query_or_a_fragment_is_refused_and_neither_is_repeated(address, monkeypatch):
    for make in (InvortoClient, AsyncInvortoClient):
        with pytest.raises(InvortoError, match=r'must have no "\?" and no "#" in it: give base_url, or set API_BASE_URL') as raised:
            make(KEY, base_url=address)
        assert "hunter2" not in "".join(traceback.format_exception(raised.type, raised.value, raised.tb))
        monkeypatch.setenv("API_BASE_URL", address)
        with pytest.raises(InvortoError, match=r'must have no "\?"'):
            make(KEY)


@pytest.mark.parametrize("address", ["localhost:8080?api_key=hunter2", "localhost:8080#hunter2", "?hunter2", "http://[h?hunter2"])
def test_what_is_no_address_is_told_without_its_query(address):
    with pytest.raises(InvortoError, match="is no address") as raised:
        InvortoClient(KEY, base_url=address)
    assert "hunter2" not in "".join(traceback.format_exception(raised.type, raised.value, raised.tb))


def test_an_address_without_its_scheme_is_told_with_it():
    with pytest.raises(InvortoError, match='Did you mean "http://localhost:8080"'):
        InvortoClient(KEY, base_url="localhost:8080")
    with pytest.raises(InvortoError, match='Did you mean "http://localhost:8080/"'):
        InvortoClient(KEY, base_url="localhost:8080/?api_key=hunter2")
