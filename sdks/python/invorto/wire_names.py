"""Plain dicts may say names as Python has them; they are sent as the wire has them. What no model knows is left as it is."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Dict, Iterator, List, Tuple, Type, Union, cast, get_args, get_origin

from pydantic import BaseModel

from .generated.exports import PLACES

Model = Type[BaseModel]


def wire_names(body: Any, model: str) -> Any:
    """The body, plain JSON, with the names of the wire, as deep as the model of that name tells what there is."""
    module, own = PLACES[model]
    return _renamed(body, getattr(import_module(module, "invorto.generated"), own))


def _renamed(value: Any, kind: Any) -> Any:
    if isinstance(value, dict):
        given = cast("Dict[str, Any]", value)
        models = [one for one in _kinds(kind) if isinstance(one, type) and issubclass(one, BaseModel)]
        if models:
            return _object(given, models)
        kinds = [get_args(one)[1] for one in _kinds(kind) if get_origin(one) is dict]
        return {name: _renamed(one, Union[tuple(kinds)]) for name, one in given.items()} if kinds else given
    if isinstance(value, list):
        items = [get_args(one)[0] for one in _kinds(kind) if get_origin(one) is list]
        given_list = cast("List[Any]", value)
        return [_renamed(one, Union[tuple(items)]) for one in given_list] if items else given_list
    return value


def _object(given: Dict[str, Any], models: List[Model]) -> Dict[str, Any]:
    fields = _fields(models)
    named: Dict[str, Any] = {}
    for name, value in given.items():
        wire, kind = fields.get(name, (name, Any))
        if wire in named:
            raise TypeError(f"{wire} is given twice, by its name in Python and by that of the wire.")
        named[wire] = _renamed(value, kind)
    return named


def _fields(models: List[Model]) -> Dict[str, Tuple[str, Any]]:
    """By both names: that of the wire, and what the field is in any of these."""
    fields: Dict[str, Tuple[str, Any]] = {}
    for model in reversed(models):
        for name, field in model.model_fields.items():
            wire = field.alias or name
            fields[wire] = fields[name] = (wire, field.annotation)
    return fields


def _kinds(kind: Any) -> Iterator[Any]:
    """Everything that a value of it may be."""
    if get_origin(kind) is Union:
        for one in get_args(kind):
            yield from _kinds(one)
    else:
        yield kind
