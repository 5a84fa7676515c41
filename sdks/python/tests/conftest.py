from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest
from api import Api, Respond

EXAMPLES = Path(os.environ["EXAMPLES"])


@pytest.fixture
def serve() -> Iterator[Callable[..., Api]]:
    apis: List[Api] = []

    def make(*responds: Respond) -> Api:
        apis.append(Api(list(responds)))
        return apis[-1]

    yield make
    for api in apis:
        api.close()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: Any) -> str:
    return request.param


@pytest.fixture
def agent() -> Callable[[str], Dict[str, Any]]:
    """A whole agent, as the API answers it."""
    example = json.loads((EXAMPLES / "getAgent/valid-by-id.json").read_text("utf-8"))
    return lambda name: {**example["response"]["body"], "id": name, "name": name}


@pytest.fixture
def event() -> Callable[[int], str]:
    """An event of a session, as the stream has it."""
    example = json.loads((EXAMPLES / "listSessionEvents/valid-obs-3.9.4.json").read_text("utf-8"))
    first = example["response"]["body"]["data"][0]
    return lambda seq: f"id: {seq}\nevent: stt.final\ndata: {json.dumps({**first, 'seq': seq})}\n\n"
