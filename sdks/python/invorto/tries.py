from __future__ import annotations

import random
import time
from typing import Any, Dict, Optional, Union

from .errors import ConnectionError
from .log import Log, masked
from .request import Prepared, Received
from .retry import FailedTry, retry_after_ms

Outcome = Union[Received, ConnectionError]


class Tries:
    """The tries of one request: told in the log, and whether there is another, and when."""

    def __init__(self, prepared: Prepared, log: Log) -> None:
        self._prepared = prepared
        self._log = log
        self._failed = 0
        self._begun_at = 0.0

    def begin(self) -> None:
        prepared = self._prepared
        self._begun_at = time.monotonic()
        self._log.debug("request", **self._facts(), headers=masked(prepared.headers))

    def wait_ms(self, outcome: Outcome) -> Optional[float]:
        """How long until the next try; None where the outcome is the last one."""
        facts = {**self._facts(), "ms": round((time.monotonic() - self._begun_at) * 1000)}
        if isinstance(outcome, Received):
            self._log.debug("response", **facts, status=outcome.status, headers=masked(outcome.headers))
            if 200 <= outcome.status < 300:
                return None
            why = {"status": outcome.status}
        else:
            why = {"error": str(outcome)}
        wait = self._next(outcome) if self._failed < self._prepared.max_retries else None
        if wait is not None:
            self._log.info("trying again", **facts, **why, wait_ms=round(wait))
        self._failed += 1
        return wait

    def _facts(self) -> Dict[str, Any]:
        prepared = self._prepared
        return {"method": prepared.operation.method, "url": prepared.url, "attempt": self._failed + 1}

    def _next(self, outcome: Outcome) -> Optional[float]:
        received = isinstance(outcome, Received)
        failed = FailedTry(outcome.status, outcome.headers, outcome.body) if received else FailedTry()
        return retry_after_ms(failed, self._failed, random.random(), self._prepared.safe, time.time())
