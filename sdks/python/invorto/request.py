"""A request as it is sent and an answer as it is read: what the blocking and the asynchronous transport share."""

from __future__ import annotations

import json
import platform
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple, cast
from urllib.parse import quote, urlencode

from .errors import ApiError, InvortoError
from .generated.errors import ERROR_CLASSES
from .generated.exports import PLACES
from .generated.version import VERSION
from .json_value import list_of
from .log import Log
from .operation import Operation


@dataclass(frozen=True)
class Settings:
    """What holds for every request. `repr` shows no credential."""

    base_url: str
    timeout_ms: float
    max_retries: int
    headers: Dict[str, str]
    log: Log

    def __repr__(self) -> str:
        return f"Settings(base_url={self.base_url!r})"


class Prepared(NamedTuple):
    """One request, which may be sent several times."""

    operation: Operation
    url: str
    headers: Dict[str, str]
    content: Optional[bytes]
    timeout_ms: float
    max_retries: int
    safe: bool
    """Whether it may be done twice: by its method, or by its Idempotency-Key."""

    def __repr__(self) -> str:
        return f"Prepared({self.operation.method} {self.url})"


class Received(NamedTuple):
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """Parsed where it is JSON, else as text."""
        try:
            return json.loads(self.content)
        except ValueError:
            return self.content.decode("utf-8", "replace")


def user_agent(manner: str) -> str:
    return f"invorto-python/{VERSION} python/{platform.python_version()} {manner}"


def prepare(
    operation: Operation,
    path: Sequence[Any],
    settings: Settings,
    body: Any,
    query: Optional[Mapping[str, Any]],
    options: Optional[Mapping[str, Any]],
) -> Prepared:
    given = dict(options or {})
    headers = {**settings.headers, **given.pop("headers", {})}
    key, if_match = given.pop("idempotency_key", None), given.pop("if_match", None)
    if operation.answer_type is not None:
        headers["Accept"] = f"{operation.answer_type}, application/problem+json"
    if operation.idempotency_key:
        headers["Idempotency-Key"] = key if key is not None else str(uuid.uuid4())
    if if_match is not None:
        headers["If-Match"] = if_match
    content = None
    if body is not None and operation.body_type is not None:
        content = _json_of(body, operation.body_model)
        headers["Content-Type"] = operation.body_type
    timeout_ms = given.pop("timeout_ms", settings.timeout_ms)
    max_retries = given.pop("max_retries", settings.max_retries)
    if given:
        raise TypeError(f"There is no option {', '.join(sorted(given))}.")
    safe = operation.idempotency_key or operation.method != "POST"
    asked = urlencode(_pairs(query or {}))
    url = settings.base_url + _path_of(operation.path, path) + (f"?{asked}" if asked else "")
    return Prepared(operation, url, headers, content, timeout_ms, max_retries, safe)


def answer_of(received: Received, operation: Operation) -> Any:
    """The answer as its model; raises the error of its status."""
    if not 200 <= received.status < 300:
        raise failure(received)
    if received.status == 204 or operation.answer_type is None:
        return None
    if operation.model is None:
        return received.content.decode("utf-8") if operation.answer_type.startswith("text/") else received.body
    model = read_model(operation.model, received.content)
    from .model import Answer

    model._answer = Answer(received.status, received.headers)
    return model


def read_model(name: str, content: "bytes | str") -> Any:
    from pydantic import ValidationError

    module, own = PLACES[name]
    model = getattr(import_module(module, "invorto.generated"), own)
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise InvortoError(f"The answer is none that the contract has ({name}, {VERSION}).") from error


def failure(received: Received) -> ApiError:
    return ERROR_CLASSES.get(received.status, ApiError)(received.status, received.headers, received.body)


def _path_of(template: str, values: Sequence[Any]) -> str:
    steps = template.split("/")
    rest = list(values)
    for index, step in enumerate(steps):
        if step.startswith("{"):
            value = str(rest.pop(0))
            # These would lead to another operation, or are no id at all.
            if value in ("", ".", "..", "None"):
                raise ValueError(f"{step[1:-1]} must not be {value!r}.")
            steps[index] = quote(value, safe="")
    return "/".join(steps)


def _pairs(query: Mapping[str, Any]) -> List[Tuple[str, str]]:
    return [(name, _text(one)) for name, value in query.items() for one in list_of(value) if one is not None]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        # An instant without a zone is local time, as everywhere in Python.
        return value.astimezone().isoformat(timespec="milliseconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _json_of(body: Any, model: Optional[str]) -> bytes:
    plain = _plain(body)
    if model is not None:
        from .wire_names import wire_names

        plain = wire_names(plain, model)
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8")


def _plain(value: Any) -> Any:
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in list_of(cast(object, value))]
    return _text(value) if isinstance(value, date) else value
