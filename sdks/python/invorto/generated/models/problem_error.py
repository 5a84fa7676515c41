# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model


class ProblemError(Model):
    """One wrong place in a request. Exactly one of `pointer`, `parameter` and `header` says where."""

    pointer: Optional[str] = None
    """JSON Pointer (RFC 6901) into the body."""

    parameter: Optional[str] = None
    """Name of the query or path parameter."""

    header: Optional[str] = None
    """Name of the header."""

    message: str
    """What must hold there."""

    keyword: str
    """The JSON Schema keyword that was broken."""
