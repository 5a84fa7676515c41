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


def as_text(value: Any) -> str:
    """A text as it stands; a matcher as JSON, as the engine takes it."""
    return value if isinstance(value, str) else json.dumps(value)
