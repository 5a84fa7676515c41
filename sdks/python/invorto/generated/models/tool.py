# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Any, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class Tool(Model):
    """A tool as it stands, every default filled in (FR-TC1)."""

    id: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    name: str
    """How the model calls it. Unique per tenant. Refused are names that look like a minted id (prefix and 26 characters) and those of built-in tools, `end_call` and `send_dtmf`."""

    description: str
    """What it does and when to use it, for the model."""

    kind: Union[Literal['http', 'client'], str]
    """Who carries it out - the platform, by an HTTP request, or the client of the call, over its socket."""

    method: Optional[Union[Literal['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], str]]
    """Method of the request; GET where nothing is said. Null for a client tool."""

    url: Optional[str]
    """Where the request goes, https alone. `{name}` in its path or query is an argument, `${secrets.name}` a secret. The arguments that it does not name become the query of a GET or DELETE, and the JSON body of the others. Null for a client tool."""

    headers: Dict[str, str]
    """Headers of the request; a value may hold `${secrets.name}`."""

    input_schema: Annotated[Dict[str, Any], Field(alias="inputSchema")]
    """JSON Schema as models take it: `type`, `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`, `anyOf`, `description`, `title`, `default`, `examples`, and the bounds of numbers, texts and arrays. A `pattern` is RE2. References, other keywords, more than 8 KB, 12 levels, 100 schemas or 500 enum values are refused."""

    output_schema: Annotated[Optional[Dict[str, Any]], Field(alias="outputSchema")]
    """What the answer must look like, in the same subset; null takes any JSON."""

    timeout_ms: Annotated[int, Field(alias="timeoutMs")]
    """How long it may take, retry and all, milliseconds (FR-TC3)."""

    idempotent: bool
    """Whether a request that failed may be sent once more (FR-TC3). Default - true for GET, PUT and DELETE, else false."""

    created_at: Annotated[datetime_.datetime, Field(alias="createdAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    updated_at: Annotated[datetime_.datetime, Field(alias="updatedAt")]
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
