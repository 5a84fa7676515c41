from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import subprocess
import sys

import pytest
import standardwebhooks
from invorto.generated.webhook_events import SAMPLES, WEBHOOK_TYPES
from invorto.webhooks import SignedWebhook, Webhooks, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
NOW = 1_770_076_800
webhooks = Webhooks(SECRET)


def fault(verify, *given) -> str:
    try:
        verify(*given)
    except WebhookVerificationError as error:
        return error.fault
    return "valid"


@pytest.mark.parametrize("kind", WEBHOOK_TYPES)
def test_a_sample_is_verified_and_parsed_by_this_package_and_by_the_standard_s_own(kind):
    body, headers = webhooks.test_event(kind)
    assert webhooks.unwrap(body, headers) == json.loads(SAMPLES[kind])
    assert standardwebhooks.Webhook(SECRET).verify(body, headers) == json.loads(SAMPLES[kind])
    webhooks.verify_body_signature(body.encode(), headers)
    assert headers["X-Signature"] == "sha256=" + hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()


def test_what_the_standard_s_own_package_signs_is_verified_whatever_the_headers_come_as():
    body = json.dumps({**json.loads(SAMPLES["call.ended"]), "disposition": "नमस्ते"}, ensure_ascii=False)
    at = datetime.datetime.fromtimestamp(NOW, datetime.timezone.utc)
    signature = standardwebhooks.Webhook(SECRET).sign("evt_1", at, body)
    headers = {"Webhook-Id": "evt_1", "WEBHOOK-TIMESTAMP": str(NOW), "webhook-signature": signature}
    webhooks.verify(body.encode(), headers, NOW)
    webhooks.verify(body, headers, NOW)


def test_it_is_refused_when_anything_that_was_signed_is_another():
    sent = webhooks.test_event("call.ended", now=NOW)
    changes = [("webhook-id", "evt_2"), ("webhook-timestamp", str(NOW + 1)), ("webhook-signature", "v1,AAAA v2,BBBB nothing v1,%%")]
    assert fault(webhooks.verify, sent.body + " ", sent.headers, NOW) == "mismatch"
    for name, value in changes:
        assert fault(webhooks.verify, sent.body, {**sent.headers, name: value}, NOW) == "mismatch"
    assert fault(Webhooks(OTHER).verify, sent.body, sent.headers, NOW) == "mismatch"


def test_it_is_refused_when_it_is_not_signed_or_not_readably():
    sent = webhooks.test_event("call.ended", now=NOW)
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        assert fault(webhooks.verify, sent.body, {**sent.headers, name: ""}, NOW) == "unsigned"
    for at in ("1e9", "१७७००७६८००", "1\n"):
        assert fault(webhooks.verify, sent.body, {**sent.headers, "webhook-timestamp": at}, NOW) == "malformed"
    assert fault(webhooks.verify, sent.body, {**sent.headers, "webhook-id": ["a", "b"]}, NOW) == "malformed"
    assert fault(webhooks.verify_body_signature, sent.body, {}) == "unsigned"
    assert fault(webhooks.verify_body_signature, sent.body, {"x-signature": "md5=00"}) == "malformed"
    for value in ("zz", "é", sent.headers["X-Signature"][7:].upper()):
        assert fault(webhooks.verify_body_signature, sent.body, {"x-signature": f"sha256={value}"}) == "mismatch"


def test_it_is_refused_when_it_was_signed_too_long_ago_or_in_the_future():
    body, headers = webhooks.test_event("call.ended", now=NOW)
    verdicts = [fault(webhooks.verify, body, headers, NOW + seconds) for seconds in (300, 301, -300, -301)]
    assert verdicts == ["valid", "too_old", "valid", "too_new"]
    assert fault(Webhooks(SECRET, tolerance_sec=3600).verify, body, headers, NOW + 3600) == "valid"


def test_during_a_rotation_either_secret_is_good():
    for given in ([OTHER, SECRET], [SECRET, OTHER]):
        body, headers = Webhooks(given).test_event("qa.flags", {"callId": "c_mine"}, NOW)
        for secret in given:
            assert Webhooks(secret).unwrap(body, headers, NOW)["callId"] == "c_mine"


def test_a_secret_of_the_tenant_s_own_is_a_text_and_none_is_an_error():
    own = Webhooks("a secret of ours, 32 characters!")
    body, headers = own.test_event("call.started", now=NOW)
    own.verify(body, headers, NOW)
    for secrets in ("", [], "whsec_", "whsec_%%", [SECRET, ""]):
        with pytest.raises(ValueError, match="A webhook secret is"):
            Webhooks(secrets)
    assert SECRET not in repr(vars(Webhooks)) and isinstance(own.sign("{}", "evt_1"), SignedWebhook)


@pytest.mark.parametrize("body", [{"type": "call.ended"}, None, 7, ["a"]])
def test_a_body_that_was_parsed_or_is_none_is_refused_with_what_is_needed(body):
    own = Webhooks(SECRET)
    _, headers = own.test_event("call.ended", now=NOW)
    for verify in (lambda: own.unwrap(body, headers, NOW), lambda: own.verify_body_signature(body, headers)):
        with pytest.raises(TypeError, match="The raw body is needed, as the text or bytes that came"):
            verify()


def test_vectors_of_the_npm_package_are_those_of_this_one(vectors):
    for secret, event_id, at, body, headers in vectors:
        assert Webhooks(secret).sign(body, event_id, at).headers == headers


@pytest.fixture
def vectors():
    import os

    return json.loads(os.environ["VECTORS"])


def test_it_needs_nothing_but_python():
    code = "import invorto.webhooks, sys; print([name for name in ('pydantic', 'httpx', 'typing_extensions') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
