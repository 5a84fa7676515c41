"""What the programs share that call the clients: a method by its operation's name, with models for bodies."""

from __future__ import annotations

import inspect
import keyword
import re
from datetime import date, datetime
from typing import Any, Callable, Dict, Iterator, List

import invorto
from invorto.generated import operations
from invorto.generated.exports import PLACES
from invorto.model import Model
from invorto.operation import Operation
from pydantic import TypeAdapter

OPERATIONS: Dict[str, Operation] = {
    name.lower(): one for name, one in vars(operations).items() if isinstance(one, Operation)
}


def call(client: Any, name: str, args: List[Any], **options: Any) -> Any:
    """By the client's own name of the operation; what comes back is awaited where the client is asynchronous."""
    method, operation = getattr(client, name), OPERATIONS[name]
    rest = list(args)
    given = [rest.pop(0) for _ in re.findall("{", operation.path)]
    if operation.body_type is not None:
        given.append(model_of(method, rest.pop(0)))
    named = {parameter(name): value for query in rest for name, value in query.items()}
    return method(*given, **named, **options)


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
