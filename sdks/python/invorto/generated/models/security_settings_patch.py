# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Optional

from pydantic import Field

from ...model import Model
from .token_trust import TokenTrust


class SecuritySettingsPatch(Model):
    """What changes of who comes in, and how."""

    allowed_origins: Annotated[Optional[List[str]], Field(alias="allowedOrigins")] = None
    """Web origins whose pages may call REST and the sockets, besides those of `ALLOWED_ORIGINS`; `https://*.acme.example` allows every host below it. What is no browser sends no origin and is not asked."""

    require_signature: Annotated[Optional[bool], Field(alias="requireSignature")] = None
    """Whether every socket must bring `sig` and `ts`, the HMAC-SHA256 of `callId:ts` under `REALTIME_WS_SECRET`. Where the platform has none it cannot be required."""

    allow_api_key_query: Annotated[Optional[bool], Field(alias="allowApiKeyQuery")] = None
    """Whether a socket may bring its API key as `?api_key=`. URLs end up in logs on the way; prefer a ticket."""

    tokens: Optional[TokenTrust] = None
    """Tokens that you sign yourself. They speak for your tenant only: `tid` is its id, `iss` the issuer below, `aud` is `invorto`, `typ` `JWT` or `at+jwt`; `sub`, `role`, `jti`, `iat` and `exp` (60 minutes at the most) must be there, `cid` and `aid` bind to a call and an agent."""
