from __future__ import annotations

from email.utils import formatdate
from typing import Optional

from invorto.log import LEVELS, masked
from invorto.retry import FailedTry, retry_after_ms

NOW = 1_767_225_600.0


def wait(status: Optional[int] = None, asked: Optional[str] = None, told=None, tries=0, chance=0.0, safe=True):
    headers = {} if asked is None else {"retry-after": asked}
    body = {} if told is None else {"retryable": told}
    return retry_after_ms(FailedTry(status, headers, body), tries, chance, safe, NOW)


def test_what_may_pass_is_tried_again_what_cannot_is_not():
    assert {wait(status) for status in (None, 408, 409, 429, 500, 502, 503, 504)} == {500}
    assert {wait(status) for status in (301, 400, 401, 403, 404, 412, 422)} == {None}
    assert (wait(409, told=False), wait(409, told=True)) == (None, 500)


def test_each_wait_is_twice_the_last_one_up_to_a_bound_and_by_chance_up_to_a_quarter_less():
    assert [wait(tries=tries) for tries in (0, 1, 2, 3, 4, 5, 5000)] == [500, 1000, 2000, 4000, 8000, 8000, 8000]
    assert wait(chance=1) == 375


def test_the_api_says_itself_when_to_come_back_in_seconds_or_as_a_date_too_late_is_not_at_all():
    assert wait(429, "2") == 2000
    assert wait(429, formatdate(NOW + 5, usegmt=True)) == 5000
    assert wait(429, formatdate(NOW - 5, usegmt=True)) == 0
    assert (wait(429, "61"), wait(429, "soon"), wait(429, "²")) == (None, 500, 500)


def test_what_must_not_be_done_twice_is_tried_again_only_where_it_was_not_done():
    assert [wait(status, safe=False) for status in (None, 500, 429, 503)] == [None, None, 500, 500]


def test_credentials_are_masked_by_the_name_of_their_header():
    names = ["Authorization", "Idempotency-Key", "X-Api-Key", "Set-Cookie", "X-Signature", "Content-Type"]
    assert [name for name, value in masked({name: "v" for name in names}).items() if value != "***"] == ["Content-Type"]
    assert list(LEVELS) == ["off", "error", "warn", "info", "debug"]
