# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Any, Dict, Optional

from pydantic import Field

from ...model import Model


class ClientTool(Model):
    """A tool that the client of the call carries out, defined in place."""

    name: str
    """How the model calls it. Unique per tenant. Refused are names that look like a minted id (prefix and 26 characters) and those of built-in tools, `end_call` and `send_dtmf`."""

    description: str
    """What it does and when to use it, for the model."""

    input_schema: Annotated[Optional[Dict[str, Any]], Field(alias="inputSchema")] = None
    """JSON Schema as models take it: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `description`, `title`, `default`, `examples`, and the bounds of numbers, texts and arrays. A `pattern` is RE2. References, other keywords, more than 8 KB, 12 levels, 100 schemas or 500 enum values are refused."""

    timeout_ms: Annotated[Optional[int], Field(alias="timeoutMs")] = None
    """How long it may take, retry and all, milliseconds (FR-TC3)."""
