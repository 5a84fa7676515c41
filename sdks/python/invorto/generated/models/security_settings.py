# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List

from pydantic import Field

from ...model import Model
from .token_trust_in_force import TokenTrustInForce


class SecuritySettings(Model):
    """Who comes in, and how."""

    allowed_origins: Annotated[List[str], Field(alias="allowedOrigins")]
    """Web origins whose pages may call REST and the sockets, besides those of `ALLOWED_ORIGINS`; `https://*.acme.example` allows every host below it. What is no browser sends no origin and is not asked."""

    require_signature: Annotated[bool, Field(alias="requireSignature")]
    """Whether every socket must bring `sig` and `ts`, the HMAC-SHA256 of `callId:ts` under `REALTIME_WS_SECRET`. Where the platform has none it cannot be required."""

    allow_api_key_query: Annotated[bool, Field(alias="allowApiKeyQuery")]
    """Whether a socket may bring its API key as `?api_key=`. URLs end up in logs on the way; prefer a ticket."""

    tokens: TokenTrustInForce
    """Which tokens of the tenant's own are taken, every setting with its value."""
