from __future__ import annotations

import time

import anyio
import pytest
from api import begun, broken, problem, text
from invorto import (
    AsyncInvortoClient,
    ConnectionError,
    InvortoClient,
    InvortoError,
    NotFoundError,
    UnauthorizedError,
    event_stream,
    sending,
)
from invorto.event_stream import EventDecoder, Following, StreamEvent
from invorto.generated.limits import LONGEST_EVENT_BYTES
from invorto.log import Log

OVER = 'event: stream.end\ndata: {"reason":"session_ended"}\n\n'


def client_of(api, **options):
    return InvortoClient("k", base_url=api.url, **options)


def ended(handler):
    pass


def test_a_stream_is_followed_again_behind_the_last_event_and_ends_when_the_session_does(serve, event):
    api = serve(
        begun(f": hello\n\n{event(1)}{event(2)}".encode(), broken),
        begun(b'event: stream.end\ndata: {"reason":"going_away"}\n\n', ended),
        begun(f"{event(3)}{OVER}".encode(), ended),
    )
    seen = [one.seq for one in client_of(api).sessions.events.stream("c_1", component="voice_pipeline")]
    assert seen == [1, 2, 3]
    assert [got.headers.get("last-event-id") for got in api.got] == [None, "2", "2"]
    assert api.got[0].url == "/v1/sessions/c_1/events/stream?component=voice_pipeline"


def test_a_stream_whose_key_was_taken_away_says_so(serve):
    api = serve(begun(b'event: stream.end\ndata: {"reason":"credential_revoked"}\n\n', ended), problem(401, "invalid_api_key"))
    with pytest.raises(UnauthorizedError):
        list(client_of(api).sessions.events.stream("c_1"))


def test_a_session_that_is_over_has_no_more_events(serve):
    assert list(client_of(serve(text(204, b""))).sessions.events.stream("c_1")) == []


def test_a_stream_that_is_refused_raises_and_one_that_is_left_is_left_at_once(serve, event):
    refused = serve(problem(404, "not_found"))
    with pytest.raises(NotFoundError):
        next(iter(client_of(refused).sessions.events.stream("c_1")))
    assert len(refused.got) == 1

    def until_left(handler):
        while True:
            handler.wfile.write(b":\n\n")
            handler.wfile.flush()
            time.sleep(0.01)

    api = serve(begun(event(1).encode(), until_left))
    for _ in client_of(api).sessions.events.stream("c_1"):
        break
    assert api.left.wait(5)


@pytest.mark.anyio
async def test_the_same_holds_for_the_asynchronous_client(serve, event):
    api = serve(begun(f"{event(1)}{event(2)}".encode(), broken), begun(f"{event(3)}{OVER}".encode(), ended))
    async with AsyncInvortoClient("k", base_url=api.url) as client:
        assert [one.seq async for one in client.sessions.events.stream("c_1")] == [1, 2, 3]
        assert api.got[1].headers["last-event-id"] == "2"


@pytest.mark.anyio
async def test_a_stream_may_be_cancelled(serve, event):
    api = serve(begun(event(1).encode(), lambda _: time.sleep(5)))
    async with AsyncInvortoClient("k", base_url=api.url) as client:
        seen = []
        with anyio.move_on_after(10) as scope:
            async for one in client.sessions.events.stream("c_1"):
                seen.append(one.seq)
                scope.deadline = anyio.current_time() + 0.05
    assert (seen, scope.cancelled_caught) == ([1], True)


def silent(handler):
    time.sleep(0.6)


def test_a_stream_that_falls_silent_is_followed_again(serve, event, monkeypatch):
    monkeypatch.setattr(sending, "SILENCE_MS", 200)
    api = serve(begun(event(1).encode(), silent), begun(f"{event(2)}{OVER}".encode(), ended))
    assert [one.seq for one in client_of(api).sessions.events.stream("c_1")] == [1, 2]
    assert [got.headers.get("last-event-id") for got in api.got] == [None, "1"]


@pytest.mark.anyio
async def test_so_is_one_of_the_asynchronous_client(serve, event, monkeypatch):
    monkeypatch.setattr(sending, "SILENCE_MS", 200)
    api = serve(begun(event(1).encode(), silent), begun(f"{event(2)}{OVER}".encode(), ended))
    async with AsyncInvortoClient("k", base_url=api.url) as client:
        assert [one.seq async for one in client.sessions.events.stream("c_1")] == [1, 2]


def test_a_comment_is_a_sign_of_life(serve, event, monkeypatch):
    monkeypatch.setattr(sending, "SILENCE_MS", 300)

    def alive(handler):
        for _ in range(5):
            time.sleep(0.1)
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()
        handler.wfile.write(f"{event(1)}{OVER}".encode())

    api = serve(begun(b": hello\n\n", alive))
    assert [one.seq for one in client_of(api).sessions.events.stream("c_1")] == [1]
    assert len(api.got) == 1


@pytest.mark.parametrize("data", ["hello", '"hello"', '{"seq":'])
def test_an_event_that_is_none_of_the_contract_is_an_error_at_once(serve, event, data):
    api = serve(begun(f"{event(1)}id: 2\ndata: {data}\n\n".encode(), ended))
    stream = iter(client_of(api).sessions.events.stream("c_1"))
    assert next(stream).seq == 1
    with pytest.raises(InvortoError, match="none that the contract has"):
        next(stream)
    assert len(api.got) == 1


def test_events_are_the_same_however_their_bytes_are_cut():
    whole = 'id: 1\r\ndata: {"a":\r\ndata: "\u2028é"}\r\n\r\n\r\n:c\n\nevent: x\rdata:y\r\rid: 2\ndata: z\n\n'.encode()
    for size in range(1, len(whole) + 1):
        decoder = EventDecoder()
        seen = [one for at in range(0, len(whole), size) for one in decoder.feed(whole[at : at + size])]
        assert seen == [("", "1", '{"a":\n"\u2028é"}'), ("x", None, "y"), ("", "2", "z")], size


def test_an_event_without_an_end_is_not_gathered_for_ever():
    decoder = EventDecoder()
    with pytest.raises(Exception, match="too long"):
        for _ in range(40):
            list(decoder.feed(b"data: " + b"x" * (1 << 19)))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_an_event_has_as_many_bytes_as_the_contract_says_and_not_one_more(newline):
    def block(more):
        head, tail = b"id: 1" + newline + b'data: {"x":"', b'"}' + newline + newline
        return head + b"x" * (LONGEST_EVENT_BYTES + more - len(head) - len(tail)) + tail

    comment = b": a comment" + newline + newline
    assert [one.id for one in EventDecoder().feed(comment + block(0))] == ["1"]
    with pytest.raises(InvortoError, match="too long"):
        list(EventDecoder().feed(comment + block(1)))


class Clock:
    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(event_stream, "_now_ms", lambda: self.now)
        monkeypatch.setattr(event_stream.random, "random", lambda: 0)

    def waits(self, following, fault=None):
        """In seconds, until it gives up; each connection fails at once."""
        waits = []
        while len(waits) < 1_000:
            try:
                waits.append(following.wait_s(fault))
            except InvortoError:
                break
            self.now += waits[-1] * 1000
        return waits


def test_what_has_not_begun_is_tried_as_often_as_any_request(monkeypatch):
    clock = Clock(monkeypatch)
    assert clock.waits(Following(2, 120_000, Log(None, "off"))) == [0.5, 1]
    assert clock.waits(Following(0, 120_000, Log(None, "off"))) == []


def test_what_had_begun_is_followed_for_its_time(monkeypatch):
    clock = Clock(monkeypatch)
    following = Following(2, 120_000, Log(None, "off"))
    following.connected()
    waits = clock.waits(following)
    assert (waits[:6], sum(waits)) == ([0.5, 1, 2, 4, 8, 8], 7.5 + 14 * 8)
    never = Following(2, 0, Log(None, "off"))
    never.connected()
    assert clock.waits(never) == []


def test_the_time_begins_anew_with_an_event_and_with_a_connection_that_stood(monkeypatch):
    clock = Clock(monkeypatch)
    following = Following(2, 2_000, Log(None, "off"))
    following.connected()
    following.got(StreamEvent("", "1", "{}"))
    assert clock.waits(following) == [0.5, 1]
    following.connected()
    clock.now += 1_000
    assert clock.waits(following) == []
    following.connected()
    clock.now += 15_000
    assert clock.waits(following) == [0.5, 1]


def test_a_stream_takes_how_long_it_is_followed_again(serve, event):
    api = serve(begun(event(1).encode(), broken), broken)
    stream = iter(client_of(api).sessions.events.stream("c_1", reconnect_for_ms=0))
    assert next(stream).seq == 1
    with pytest.raises(ConnectionError):
        next(stream)
    assert len(api.got) == 1


def test_a_page_of_somebody_else_is_no_stream(serve):
    api = serve(text(200, b"<html>a secret", {"Content-Type": "text/html"}))
    with pytest.raises(InvortoError, match="is text/html, not a stream of events") as caught:
        list(client_of(api).sessions.events.stream("c_1"))
    assert "secret" not in str(caught.value)
    assert len(api.got) == 1
