# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Any, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class ToolPatch(Model):
    """JSON merge patch (RFC 7396) of a tool. Headers merge, null removes one; a schema is replaced as a whole."""

    name: Optional[str] = None
    """How the model calls it. Unique per tenant. Refused are names that look like a minted id (prefix and 26 characters) and those of built-in tools, `end_call` and `send_dtmf`."""

    description: Optional[str] = None
    """What it does and when to use it, for the model."""

    kind: Optional[Union[Literal['http', 'client'], str]] = None
    """Who carries it out - the platform, by an HTTP request, or the client of the call, over its socket."""

    method: Optional[Union[Literal['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], str]] = None
    """Method of the request; GET where nothing is said. Null for a client tool."""

    url: Optional[str] = None
    """Where the request goes, https alone. `{name}` in its path or query is an argument, `${secrets.name}` a secret. The arguments that it does not name become the query of a GET or DELETE, and the JSON body of the others. Null for a client tool."""

    headers: Optional[Dict[str, Optional[str]]] = None
    """Headers that change; null removes one."""

    input_schema: Annotated[Optional[Dict[str, Any]], Field(alias="inputSchema")] = None
    """JSON Schema as models take it: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `description`, `title`, `default`, `examples`, and the bounds of numbers, texts and arrays. A `pattern` is RE2. References, other keywords, more than 8 KB, 12 levels, 100 schemas or 500 enum values are refused."""

    output_schema: Annotated[Optional[Dict[str, Any]], Field(alias="outputSchema")] = None
    """What the answer must look like, in the same subset; null takes any JSON."""

    timeout_ms: Annotated[Optional[int], Field(alias="timeoutMs")] = None
    """How long it may take, retry and all, milliseconds (FR-TC3)."""

    idempotent: Optional[bool] = None
    """Whether a request that failed may be sent once more (FR-TC3). Default - true for GET, PUT and DELETE, else false."""
