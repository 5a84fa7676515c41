"""Every valid example of the contract passes through the models and comes out as it went in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Iterator, Tuple

import invorto
import pytest
from conftest import EXAMPLES
from invorto.generated import operations
from invorto.generated.resources import Resources


def examples() -> Iterator[Tuple[str, str, Any]]:
    for name, operation in vars(operations).items():
        if not name.isupper():
            continue
        words = name.lower().split("_")
        folder = EXAMPLES / (words[0] + "".join(word.title() for word in words[1:]))
        for path in sorted(folder.glob("valid-*.json")) or pytest.fail(f"{folder} has no valid example"):
            example = json.loads(Path(path).read_text("utf-8"))
            answer = example.get("response", {})
            if operation.model is not None and answer.get("status", 500) < 300 and isinstance(answer.get("body"), dict):
                yield f"{folder.name}/{path.name}", operation.model, answer["body"]


def plain(value: Any) -> Any:
    """Without what JSON has two ways to say: fractions of a second that are none, and numbers that are whole."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", value):
        return re.sub(r"(\.\d*?)0*Z$", lambda found: "Z" if found[1] == "." else f"{found[1]}Z", value)
    return value


CASES = list(examples())


def test_there_are_examples_of_nearly_every_model():
    assert len(CASES) > 60


@pytest.mark.parametrize("model,body", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_answer_is_read_and_written_as_it_came(model: str, body: Any):
    read = getattr(invorto, model).model_validate_json(json.dumps(body))
    assert plain(json.loads(read.model_dump_json(by_alias=True, exclude_unset=True))) == plain(body)
    assert not (read.model_extra or {}), "the contract has no field that the model lacks"


def test_what_is_newer_than_the_sdk_is_kept(agent):
    newer = {**agent("a"), "mood": "good", "tools": [{"kind": "wand"}], "tts": {"provider": "newer", "voiceId": "v", "rate": 1}}
    read = invorto.Agent.model_validate(newer)
    assert (read.mood, read.tts.provider, read.tools) == ("good", "newer", [{"kind": "wand"}])


def test_two_answers_that_say_the_same_are_equal(agent):
    one, other = (invorto.Agent.model_validate(agent("a")) for _ in range(2))
    one._answer = invorto.Answer(200, {})
    assert one == other and one != invorto.Agent.model_validate(agent("b"))
    assert one != invorto.AgentCreate(name="a", prompt="x") and one != "a"


def test_every_name_of_the_package_is_there():
    assert all(getattr(invorto, name) is not None for name in dir(invorto))
    assert invorto.AgentConfig is invorto.AgentCreate
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        invorto.Nothing  # noqa: B018


def test_each_operation_is_a_method_by_its_own_name():
    flat = {name for name, value in vars(Resources).items() if callable(value)}
    assert {name.lower() for name in vars(operations) if name.isupper()} <= flat
