"""The Invorto API for Python: agents, tools, calls; and what verifies its webhooks (`invorto.webhooks`)."""

from typing import TYPE_CHECKING, Any, List

from .generated.exports import PLACES
from .generated.version import VERSION

if TYPE_CHECKING:
    from .generated.exports import *

__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Loads what is asked for first: all models together would take longer than a program has (PEP 562)."""
    place = PLACES.get(name)
    if place is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, own = place
    value = getattr(import_module(module, f"{__name__}.generated"), own)
    globals()[name] = value
    return value


def __dir__() -> List[str]:
    return sorted([*globals(), *PLACES])
