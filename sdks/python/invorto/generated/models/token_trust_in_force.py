# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, List, Literal, Optional, Union

from pydantic import Field

from ...model import Model
from .public_key import PublicKey


class TokenTrustInForce(Model):
    """Which tokens of the tenant's own are taken, every setting with its value."""

    issuer: Optional[str]
    """The `iss` of your tokens; null is the tenant's id."""

    max_role: Annotated[Union[Literal['admin', 'dev', 'analyst'], str], Field(alias="maxRole")]
    """The highest role that your tokens may have."""

    public_keys: Annotated[List[PublicKey], Field(alias="publicKeys")]
    """Keys that verify your tokens. Ed25519 (EdDSA), P-256 (ES256) or RSA of 2048 to 4096 bits (RS256)."""

    jwks_url: Annotated[Optional[str], Field(alias="jwksUrl")]
    """Where more of them are (JWKS, https, on a public address); read again every five minutes. Null is nowhere."""
