from __future__ import annotations

from typing import Any, Dict, List, cast


def object_of(value: object) -> Dict[str, Any]:
    """The JSON object, or an empty one where it is none."""
    return cast("Dict[str, Any]", value) if isinstance(value, dict) else {}


def list_of(value: object) -> List[Any]:
    """The list, tuple or set; anything else alone in a list."""
    return list(cast("List[Any]", value)) if isinstance(value, (list, tuple, set, frozenset)) else [value]
