from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, NamedTuple, Optional

from .json_value import object_of

PASSING = (408, 409, 429)
"""Statuses that another try may change."""
FIRST_WAIT_MS = 500
LONGEST_WAIT_MS = 8_000
LONGEST_ASKED_WAIT_MS = 60_000
"""Nobody waits longer than this for one try."""


class FailedTry(NamedTuple):
    """What is known of a try that failed."""

    status: Optional[int] = None
    """None where nothing was answered."""
    headers: Mapping[str, str] = {}
    body: Any = None


def retry_after_ms(failed: FailedTry, tries: int, chance: float, safe: bool, now: float) -> Optional[float]:
    """
    How long to wait before the next try, in milliseconds, or None when there shall be none: on 408, 409, 429, 5xx and where
    nothing was answered, unless the API says that another try is in vain. `tries`: how many failed before this one;
    `chance`: 0 to 1; `safe`: whether the request may be done twice; `now`: seconds since 1970.
    """
    status = failed.status
    if status is not None and status < 500 and status not in PASSING:
        return None
    if object_of(failed.body).get("retryable") is False:
        return None
    # Without an answer, or with one of somebody in between, the first try may have been done.
    if not safe and status not in (429, 503):
        return None
    asked = _asked_wait_ms(failed.headers.get("retry-after"), now)
    if asked is not None:
        return asked if asked <= LONGEST_ASKED_WAIT_MS else None
    return min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2.0 ** min(tries, 10)) * (1 - chance / 4)


def _asked_wait_ms(text: Optional[str], now: float) -> Optional[float]:
    """`Retry-After`, in seconds or as a date (RFC 9110 10.2.3)."""
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text) * 1000
    try:
        return max(0.0, (parsedate_to_datetime(text).timestamp() - now) * 1000)
    except (TypeError, ValueError, OverflowError):
        return None
