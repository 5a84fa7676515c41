# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model
from .public_jwk import PublicJwk


class PublicKeyInput(Model):
    """A public key as PEM or JWK; it is answered as JWK."""

    kid: Optional[str] = None
    """Its name in the header of a token; the JWK's own, or its thumbprint (RFC 7638), when left out."""

    alg: Optional[Union[Literal['EdDSA', 'ES256', 'RS256'], str]] = None
    """The one algorithm that it verifies."""

    pem: Optional[str] = None
    """PEM of a public key (SPKI)."""

    jwk: Optional[PublicJwk] = None
    """A public key (RFC 7517); members that we do not name are left out. A private one is refused."""
