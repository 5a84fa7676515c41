from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any, List, Mapping, Optional

from .json_value import list_of, object_of


@dataclass(frozen=True)
class ProblemError:
    """One wrong place in a request, as the API names it."""

    message: str
    """What must hold there."""
    keyword: str
    """The JSON Schema keyword that was broken."""
    pointer: Optional[str] = None
    """JSON Pointer (RFC 6901) into the body."""
    parameter: Optional[str] = None
    """Name of the query or path parameter."""
    header: Optional[str] = None


class InvortoError(Exception):
    """Everything that this SDK raises by itself."""


class ConnectionError(InvortoError, builtins.ConnectionError):
    """The API could not be reached, or the connection broke before it had answered. `__cause__` says how."""


class TimeoutError(ConnectionError, builtins.TimeoutError):
    """The API did not answer within `timeout_ms`, as often as it was tried."""


class ApiError(InvortoError):
    """The API refused the request or failed (RFC 9457): a class of its own for each status that the contract has."""

    status: int
    code: str
    """Stable name of the kind of problem, as `not_found`; `unknown` where the answer was not the API's own."""
    request_id: Optional[str]
    """Name it when you ask for help."""
    retryable: bool
    """Whether the same request may succeed later."""
    errors: List[ProblemError]
    """Each thing that is wrong with the request, where the contract could tell."""
    headers: Mapping[str, str]
    body: Any
    """The answer's body, parsed where it is JSON."""

    def __init__(self, status: int, headers: Mapping[str, str], body: Any) -> None:
        problem = object_of(body)
        code, detail = problem.get("code"), problem.get("detail")
        self.status = status
        self.code = code if isinstance(code, str) else "unknown"
        self.request_id = headers.get("x-request-id")
        self.retryable = problem.get("retryable") is True
        self.errors = [_problem_error(object_of(one)) for one in list_of(problem.get("errors", []))]
        self.headers = headers
        self.body = body
        said = detail if isinstance(detail, str) else "The answer is not one of the API."
        super().__init__(f"{status} {self.code}: {said}")

    def __reduce__(self) -> Any:
        return type(self), (self.status, dict(self.headers), self.body)


def _problem_error(one: Mapping[str, Any]) -> ProblemError:
    named = {name: str(one[name]) for name in ("pointer", "parameter", "header") if isinstance(one.get(name), str)}
    return ProblemError(str(one.get("message", "")), str(one.get("keyword", "")), **named)
