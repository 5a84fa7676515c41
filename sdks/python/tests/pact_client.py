"""Draws up what InvortoClient needs of the platform: each operation is asked of a mock, and its answer read."""

from __future__ import annotations

import inspect
import json
import keyword
import re
from datetime import date, datetime
from typing import Any, Callable, Dict, Iterator, List

import httpx
import invorto
from invorto import InvortoClient
from invorto.generated import operations
from invorto.generated.exports import PLACES
from invorto.model import Model
from invorto.operation import Operation
from pact import Pact
from pact_file import Case, as_text, draw_up
from pydantic import TypeAdapter

OPERATIONS: Dict[str, Operation] = {
    name.lower(): one for name, one in vars(operations).items() if isinstance(one, Operation)
}


def interaction(pact: Pact, name: str, case: Case) -> None:
    asked = pact.upon_receiving(name).given("what it names is there", {"operation": name})
    asked.with_request(case["method"], as_text(case["path"]))
    if "body" in case:
        asked.with_body(json.dumps(case["body"]), "application/json")
    for header, value in case["headers"].items():
        asked.with_header(header, as_text(value))
    for parameter, value in case["query"].items():
        asked.with_query_parameter(parameter, as_text(value))
    asked.will_respond_with(case["status"])
    for header, value in case["answerHeaders"].items():
        asked.with_header(header, as_text(value))
    if "answer" in case:
        asked.with_body(json.dumps(case["answer"]), "application/json")
    with pact.serve("127.0.0.1") as mock:
        ask(str(mock.url), snake(name), case)


def ask(url: str, name: str, case: Case) -> None:
    """By the client's own name of the operation, with models for bodies."""
    asked: List[str] = []
    http = httpx.Client(event_hooks={"request": [lambda request: asked.append(request.url.path)]})
    with http, InvortoClient("key-of-a-tenant", base_url=url, max_retries=0, http_client=http) as client:
        method = getattr(client, name)
        answer = call(method, OPERATIONS.pop(name), case["args"])
        if name.startswith("stream"):
            assert list(answer) == [], "the session is over"
            return
    assert asked == [case["target"]], f"asked {asked}"
    came = None if answer is None or isinstance(answer, str) else answer.last_response
    assert (came is not None and came.etag is not None) == ("ETag" in case["answerHeaders"]), "the ETag is lost"
    if "expected" in case:
        body = answer.body if isinstance(answer, invorto.Page) else answer
        wrong = list(differences(body, case["expected"], ""))
        assert wrong == [], "; ".join(wrong)


def call(method: Callable[..., Any], operation: Operation, args: List[Any]) -> Any:
    rest = list(args)
    given = [rest.pop(0) for _ in re.findall("{", operation.path)]
    if operation.body_type is not None:
        given.append(model_of(method, rest.pop(0)))
    return method(*given, **{parameter(name): value for query in rest for name, value in query.items()})


def model_of(method: Callable[..., Any], body: Any) -> Any:
    """The body as the model that the method names, if it names one; the model must have all its fields."""
    if body is None:
        return None
    annotation = str(inspect.signature(method).parameters["body"].annotation)
    name = next((word for word in re.findall(r"\w+", annotation) if word in PLACES), None)
    if name is None:
        return body
    model = TypeAdapter(getattr(invorto, name)).validate_python(body)
    wrong = list(differences(model, body, ""))
    assert wrong == [], "; ".join(wrong)
    return model


def differences(got: Any, expected: Any, at: str) -> Iterator[str]:
    """Places of what is expected where a model has no attribute of that name, or another value."""
    if isinstance(got, Model):
        fields = {field.alias or name: name for name, field in type(got).model_fields.items()}
        for key, value in expected.items():
            if key in fields:
                yield from differences(getattr(got, fields[key]), value, f"{at}/{key}")
            else:
                yield f"{at}/{key} is no field of {type(got).__name__}"
    elif isinstance(got, list) and isinstance(expected, list) and len(got) == len(expected):
        for index, pair in enumerate(zip(got, expected)):
            yield from differences(*pair, f"{at}/{index}")
    elif (got.isoformat() if isinstance(got, date) else got) != said(got, expected):
        yield f"{at} is {got!r}, not {expected!r}"


def said(got: Any, expected: Any) -> Any:
    """An instant as Python writes it, anything else as it stands."""
    if not isinstance(got, datetime):
        return expected
    return datetime.fromisoformat(expected.replace("Z", "+00:00")).isoformat()


def snake(name: str) -> str:
    return re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def parameter(name: str) -> str:
    return f"{snake(name)}_" if keyword.iskeyword(name) else snake(name)


draw_up("invorto-python", interaction)
assert not OPERATIONS, f"Nothing was asked of {', '.join(OPERATIONS)}."
