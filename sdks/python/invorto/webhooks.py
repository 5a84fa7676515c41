"""Verify, parse and test the webhooks of the Invorto platform (FR-W1). Needs nothing but Python."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Union

from .generated.webhook_events import SAMPLES, WEBHOOK_TYPES, WebhookEvent, WebhookType

__all__ = [
    "SignedWebhook",
    "WEBHOOK_TYPES",
    "WebhookEvent",
    "WebhookType",
    "WebhookVerificationError",
    "Webhooks",
]

RawBody = Union[str, bytes]
Headers = Mapping[str, Union[str, Sequence[str]]]

_PREFIX = "whsec_"
_SENTENCES = {
    "unsigned": "The request has no signature: it is not from the platform, or a proxy dropped the headers.",
    "malformed": "A signature header cannot be read.",
    "too_old": "The request was signed too long ago: it may be a replay, or the clock here is fast.",
    "too_new": "The request was signed in the future: the clock here is slow.",
    "mismatch": "No signature fits: the secret is another one, or the body is not the raw bytes that came.",
}


class WebhookVerificationError(Exception):
    """The webhook is not to be believed; answer 4xx."""

    fault: str
    """`unsigned`, `malformed`, `too_old`, `too_new` or `mismatch`."""

    def __init__(self, fault: str) -> None:
        super().__init__(_SENTENCES[fault])
        self.fault = fault

    def __reduce__(self) -> Any:
        return type(self), (self.fault,)


class SignedWebhook(NamedTuple):
    """What is posted: the body, and the headers that sign it."""

    body: str
    headers: Dict[str, str]


class Webhooks:
    """
    Verifies the raw body before it is parsed. During a rotation give both secrets. `tolerance_sec`: how far the time of signing may
    be from now, both ways. `now` is seconds since 1970, everywhere.
    """

    def __init__(self, secrets: Union[str, Sequence[str]], *, tolerance_sec: float = 300) -> None:
        self.__secrets = [secrets] if isinstance(secrets, str) else list(secrets)
        self._tolerance_sec = tolerance_sec
        if not self.__secrets or any(not _key_of(secret) for secret in self.__secrets):
            raise ValueError("A webhook secret is a text, or whsec_ and base64.")

    def unwrap(self, body: RawBody, headers: Headers, now: Optional[float] = None) -> WebhookEvent:
        """
        Verifies and parses; a type that is newer than this package comes as it is. Raises `WebhookVerificationError`,
        `TypeError` where the body is not raw, or `ValueError` when the body that was signed is no JSON.
        """
        self.verify(body, headers, now)
        return json.loads(body)

    def verify(self, body: RawBody, headers: Headers, now: Optional[float] = None) -> None:
        """Holds `webhook-signature` against the time and the body (Standard Webhooks). Raises `WebhookVerificationError`."""
        event_id, at, signatures = (_header(headers, f"webhook-{name}") for name in ("id", "timestamp", "signature"))
        if not event_id or not at or not signatures:
            raise WebhookVerificationError("unsigned")
        if not re.fullmatch(r"[0-9]{1,12}", at):
            raise WebhookVerificationError("malformed")
        age = int(time.time() if now is None else now) - int(at)
        if age > self._tolerance_sec:
            raise WebhookVerificationError("too_old")
        if -age > self._tolerance_sec:
            raise WebhookVerificationError("too_new")
        given = [_from_base64(one[3:]) for one in signatures.split(" ") if one.startswith("v1,")]
        self._one_fits(given, [_standard_digest(secret, event_id, at, body) for secret in self.__secrets])

    def verify_body_signature(self, body: RawBody, headers: Headers) -> None:
        """Holds `X-Signature` against the body alone: it does not tell how old the webhook is."""
        given = _header(headers, "x-signature")
        if not given:
            raise WebhookVerificationError("unsigned")
        if not given.startswith("sha256="):
            raise WebhookVerificationError("malformed")
        signature = bytes.fromhex(given[7:]) if re.fullmatch(r"([0-9a-f]{2})*", given[7:]) else b""
        self._one_fits([signature], [_body_digest(secret, body) for secret in self.__secrets])

    def sign(self, body: str, event_id: str, now: Optional[float] = None) -> SignedWebhook:
        """Signs a body as the platform does: for tests of your receiver."""
        at = str(int(time.time() if now is None else now))
        digests = [_standard_digest(secret, event_id, at, body) for secret in self.__secrets]
        return SignedWebhook(
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "Invorto-Webhooks/1",
                "X-Signature": f"sha256={_body_digest(self.__secrets[0], body).hex()}",
                "webhook-id": event_id,
                "webhook-timestamp": at,
                "webhook-signature": " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests),
            },
        )

    def test_event(
        self, type: WebhookType, fields: Optional[Mapping[str, Any]] = None, now: Optional[float] = None
    ) -> SignedWebhook:
        """A sample of that type, signed, with what you give put in: for tests of your receiver."""
        payload = {**json.loads(SAMPLES[type]), **(fields or {})}
        body = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
        return self.sign(body, payload["eventId"], now)

    def _one_fits(self, given: List[bytes], digests: List[bytes]) -> None:
        fits = False
        for signature in given:
            for digest in digests:
                fits = hmac.compare_digest(signature, digest) or fits
        if not fits:
            raise WebhookVerificationError("mismatch")


def _standard_digest(secret: str, event_id: str, at: str, body: RawBody) -> bytes:
    """HMAC-SHA256 of `<id>.<timestamp>.<body>` under the bytes behind `whsec_` (Standard Webhooks 1.0)."""
    return hmac.new(_key_of(secret), f"{event_id}.{at}.".encode() + _bytes_of(body), hashlib.sha256).digest()


def _body_digest(secret: str, body: RawBody) -> bytes:
    """HMAC-SHA256 of the body alone, under the whole secret as text: what `X-Signature` has."""
    return hmac.new(secret.encode(), _bytes_of(body), hashlib.sha256).digest()


def _key_of(secret: str) -> bytes:
    """The bytes behind `whsec_`; a secret without that mark is a key as it stands. None where it is not base64."""
    return _from_base64(secret[len(_PREFIX) :]) if secret.startswith(_PREFIX) else secret.encode()


def _from_base64(text: str) -> bytes:
    """The bytes of base64, with its padding or without; none where it is not."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4) if "=" not in text else text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _bytes_of(body: object) -> bytes:
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    if isinstance(body, memoryview):
        return body.tobytes()
    raise TypeError("The raw body is needed, as the text or bytes that came: not what was parsed from it.")


def _header(headers: Headers, name: str) -> Optional[str]:
    """Headers as servers have them: names in any case; several values of one of ours are none that we sent."""
    for key, value in headers.items():
        if key.lower() == name:
            if not isinstance(value, str):
                raise WebhookVerificationError("malformed")
            return value
    return None
