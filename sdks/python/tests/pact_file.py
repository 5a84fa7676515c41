"""
What the programs share that draw a pact up. In stdin: the folder that it goes to, and the cases by name.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Callable, Dict, Optional

from pact import Pact

Case = Dict[str, Any]


def draw_up(consumer: str, interaction: Callable[[Pact, str, Case], None]) -> None:
    """Writes to stdout of each name what was wrong, or null; what was wrong is in no file."""
    told = json.load(sys.stdin)

    def fault_of(name: str, case: Case) -> Optional[str]:
        pact = Pact(consumer, "invorto")
        try:
            interaction(pact, name, case)
        except Exception as error:
            # What the mock did not like hides what the client did.
            both = [one for one in (error.__context__, error) if one is not None]
            return "\n".join(f"{type(one).__name__}: {one}" for one in both)
        pact.write_file(told["folder"])
        return None

    json.dump({name: fault_of(name, case) for name, case in told["cases"].items()}, sys.stdout)


def expect(pact: Pact, name: str, case: Case) -> None:
    """What is asked and what is answered, as the case has it."""
    asked = pact.upon_receiving(name)
    asked.given(case["state"], case["parameters"]) if case["parameters"] else asked.given(case["state"])
    asked.with_request(case["method"], as_text(case["path"]))
    if "body" in case:
        asked.with_body(json.dumps(case["body"]), "application/json")
    for header, value in case["headers"].items():
        asked.with_header(header, as_text(value))
    for parameter, value in case.get("query", {}).items():
        asked.with_query_parameter(parameter, as_text(value))
    asked.will_respond_with(case["status"])
    for header, value in case["answerHeaders"].items():
        asked.with_header(header, as_text(value))
    if "answer" in case:
        asked.with_body(json.dumps(case["answer"]), "application/json")


def as_text(value: Any) -> str:
    """A text as it stands; a matcher as JSON, as the engine takes it."""
    return value if isinstance(value, str) else json.dumps(value)
