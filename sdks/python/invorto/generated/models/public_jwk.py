# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Optional, Union

from ...model import Model


class PublicJwk(Model):
    """A public key (RFC 7517); members that we do not name are left out. A private one is refused."""

    kty: Union[Literal['OKP', 'EC', 'RSA'], str]
    """Kind of key."""

    crv: Optional[str] = None
    """Its curve."""

    x: Optional[str] = None
    """Coordinate, base64url."""

    y: Optional[str] = None
    """Coordinate, base64url."""

    n: Optional[str] = None
    """Modulus, base64url."""

    e: Optional[str] = None
    """Exponent, base64url."""
