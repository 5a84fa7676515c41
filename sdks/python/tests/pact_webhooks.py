"""Draws up what `invorto.webhooks` needs of the platform: each webhook is verified, unwrapped and of a type."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, Union, get_args, get_origin, get_type_hints

from invorto.webhooks import WEBHOOK_TYPES, WebhookEvent, Webhooks
from pact import Pact
from pact_file import Case, draw_up
from typing_extensions import is_typeddict

webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
SIGNED = 1_770_076_800
PAYLOADS: Dict[str, Any] = {
    get_args(get_type_hints(payload)["type"])[0]: payload for payload in get_args(WebhookEvent)
}


def interaction(pact: Pact, name: str, case: Case) -> None:
    message = pact.upon_receiving(name, "Async").add_external_reference("AsyncAPI", "operationId", case["operationId"])
    message.with_body(json.dumps(case["content"]), "application/json")
    message.with_metadata(case["headers"])

    def receive(body: "str | bytes | None", _metadata: Dict[str, object]) -> None:
        text = body.decode() if isinstance(body, bytes) else body or ""
        sent = webhooks.sign(text, "evt_01jd3w7q8re5a9v6c2k4m0n7xz", SIGNED)
        event = webhooks.unwrap(sent.body, sent.headers, SIGNED)
        webhooks.verify_body_signature(sent.body, sent.headers)
        assert event == case["expected"], f"{event} came"
        assert event["type"] == name and name in WEBHOOK_TYPES, "the type is not known"
        wrong = list(unknown(PAYLOADS.pop(name), event, ""))
        assert wrong == [], "; ".join(wrong)
        assert set(case["headers"]) <= {header.lower() for header in sent.headers}, "a header is verified by nobody"

    for fault in pact.verify(receive, "Async", raises=False) or []:
        raise fault.error


def unknown(hint: Any, value: Any, at: str) -> Iterator[str]:
    """Places of what came that the type does not name."""
    if get_origin(hint) is Union:
        yield from min((list(unknown(one, value, at)) for one in get_args(hint)), key=len)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from unknown((get_args(hint) or (Any,))[0], one, f"{at}/{index}")
    elif isinstance(value, dict) and is_typeddict(hint):
        fields = get_type_hints(hint)
        for key, one in value.items():
            yield from unknown(fields[key], one, f"{at}/{key}") if key in fields else [f"{at}/{key} is in no type"]


draw_up("invorto-python-webhooks", interaction)
assert not PAYLOADS, f"Nothing is known of {', '.join(PAYLOADS)}."
