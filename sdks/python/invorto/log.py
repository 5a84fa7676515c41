from __future__ import annotations

import logging
import re
from typing import Any, Dict, Mapping, Optional

LEVELS = {"off": logging.CRITICAL + 1, "error": logging.ERROR, "warn": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}

_SECRET = re.compile(r"^(authorization|cookie|set-cookie|idempotency-key|.*(key|token|secret|signature).*)$", re.I)


class Log:
    """Writes what is at least as grave as the level. Credentials are masked; bodies are not written at all."""

    def __init__(self, logger: Optional[logging.Logger], level: Optional[str]) -> None:
        self._logger = logger or logging.getLogger("invorto")
        self._level = LEVELS.get(level or "", logging.WARNING)
        if logger is None and self._level < logging.WARNING and not self._logger.hasHandlers():
            self._logger.addHandler(logging.StreamHandler())
            self._logger.setLevel(self._level)

    def write(self, level: int, message: str, facts: Mapping[str, Any]) -> None:
        if level >= self._level:
            self._logger.log(level, "invorto: %s %s", message, dict(facts))

    def debug(self, message: str, **facts: Any) -> None:
        self.write(logging.DEBUG, message, facts)

    def info(self, message: str, **facts: Any) -> None:
        self.write(logging.INFO, message, facts)


def masked(headers: Mapping[str, str]) -> Dict[str, str]:
    return {name: "***" if _SECRET.match(name) else value for name, value in headers.items()}
