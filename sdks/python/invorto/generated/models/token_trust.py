# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .public_key_input import PublicKeyInput


class TokenTrust(Model):
    """Tokens that you sign yourself. They speak for your tenant only: `tid` is its id, `iss` the issuer below, `aud` is `invorto`, `typ` `JWT` or `at+jwt`; `sub`, `role`, `jti`, `iat` and `exp` (60 minutes at the most) must be there, `cid` and `aid` bind to a call and an agent."""

    issuer: Optional[str] = None
    """The `iss` of your tokens; null is the tenant's id."""

    max_role: Annotated[Optional[Union[Literal['admin', 'dev', 'analyst'], str]], Field(alias="maxRole")] = None
    """The highest role that your tokens may have."""

    public_keys: Annotated[Optional[List[PublicKeyInput]], Field(alias="publicKeys")] = None
    """Keys that verify your tokens. Ed25519 (EdDSA), P-256 (ES256) or RSA of 2048 to 4096 bits (RS256)."""

    jwks_url: Annotated[Optional[str], Field(alias="jwksUrl")] = None
    """Where more of them are (JWKS, https, on a public address); read again every five minutes. Null is nowhere."""
