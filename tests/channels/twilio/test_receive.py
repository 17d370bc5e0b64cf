"""Reading what Twilio calls us with. The payloads beside this file are Twilio's shapes with made-up people."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.http import QueryDict

from conversations.channels.base import DeliveryStatus, ErrorMeaning, MalformedWebhook
from conversations.channels.registry import adapter

PAYLOADS = [json.loads(path.read_text()) for path in sorted(Path(__file__).parent.glob("payloads/*.json"))]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "webhooks"
RECEIVER = adapter("twilio").receiver
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
GOOD = {"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}  # Twilio's own example


def parsed(payload: dict[str, Any]) -> dict[str, Any]:
    """Read a payload with the parser it names, and return the fields that it expects."""
    if payload["kind"] == "status":
        result: Any = RECEIVER.parse_status(payload["params"], payload.get("query", {}))
    else:
        result = getattr(RECEIVER, f"parse_{payload['kind']}")(payload["params"])
    return {name: getattr(result, name) for name in payload["expect"]}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload["name"])
def test_a_payload_is_read(payload: dict[str, Any]) -> None:
    assert json.loads(json.dumps(parsed(payload))) == payload["expect"]


def test_a_form_that_twilio_signed_is_genuine() -> None:
    assert RECEIVER.verify(URL, FORM, GOOD, "12345")


def test_a_querydict_is_read_as_it_is() -> None:
    assert RECEIVER.verify(
        URL, QueryDict("&".join(f"{k}={v}".replace("+", "%2B") for k, v in FORM.items())), GOOD, "12345"
    )


@pytest.mark.parametrize(
    ("url", "form", "headers", "secret"),
    [
        (URL, FORM, {}, "12345"),
        (URL, FORM, {"X-Twilio-Signature": ""}, "12345"),
        (URL, FORM, GOOD, "54321"),
        (URL, FORM, GOOD, ""),
        (URL, {**FORM, "Digits": "9999"}, GOOD, "12345"),
        (URL, {**FORM, "New": "1"}, GOOD, "12345"),
        (URL.replace("foo=1", "foo=2"), FORM, GOOD, "12345"),
        (URL.replace("mycompany", "yourcompany"), FORM, GOOD, "12345"),
        (URL, FORM, {**GOOD, "X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_SHA256"}, "12345"),
        (URL, FORM, {**GOOD, "X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}, "12345"),
        (URL, '{"a": 1}', GOOD, "12345"),
    ],
    ids=[
        "no header",
        "empty",
        "wrong token",
        "no token",
        "changed",
        "added",
        "query",
        "host",
        "sha256",
        "none",
        "json",
    ],
)
def test_anything_else_is_not(url: str, form: object, headers: dict[str, str], secret: str) -> None:
    assert not RECEIVER.verify(url, form, headers, secret)


def test_the_header_is_found_in_any_spelling() -> None:
    assert RECEIVER.verify(URL, FORM, {"x-twilio-signature": GOOD["X-Twilio-Signature"]}, "12345")


def test_a_signature_by_sha256_is_accepted_where_the_header_says_so() -> None:
    headers = {
        "X-Twilio-Signature": "sRdj8vWKib75o9Xbz+F24CSZS9yF4Uu170ehgr62QRE=",
        "X-Twilio-Webhooks-Signature-Settings": "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256",
    }
    assert RECEIVER.verify("https://example.com/in", {"Body": "hi", "From": "+12025550111"}, headers, "12345")


@pytest.mark.parametrize("missing", ["MessageSid", "From", "To"])
def test_an_inbound_message_without_what_makes_it_one_is_refused(missing: str) -> None:
    form = {"MessageSid": "SM1", "From": "+12025550111", "To": "+12025550100", "Body": "hi"}
    del form[missing]
    with pytest.raises(MalformedWebhook):
        RECEIVER.parse_inbound(form)


def test_a_status_without_an_id_is_refused() -> None:
    with pytest.raises(MalformedWebhook):
        RECEIVER.parse_status({"MessageStatus": "sent"}, {})


def test_a_status_that_is_new_to_us_changes_nothing() -> None:
    assert RECEIVER.parse_status({"MessageSid": "SM1", "MessageStatus": "teleported"}, {}).status is None


def test_a_failed_delivery_says_what_it_means() -> None:
    update = RECEIVER.parse_status({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30006"}, {})
    assert update.status == DeliveryStatus.UNDELIVERED
    assert update.guide and update.guide.meaning == ErrorMeaning.LANDLINE and update.guide.permanent


def test_words_are_not_trimmed() -> None:
    form = {"MessageSid": "SM1", "From": "+12025550111", "To": "+12025550100", "Body": "  STOP \n"}
    assert RECEIVER.parse_inbound(form).body == "  STOP \n"


def test_a_claimed_number_of_attachments_does_not_run_away() -> None:
    form = {"MessageSid": "SM1", "From": "+12025550111", "To": "+12025550100", "NumMedia": "999999999"}
    assert RECEIVER.parse_inbound(form).media == ()


def shared_rows(name: str) -> list[dict[str, Any]]:
    """Read the wider collection of payloads where it lies beside the project; say so where it does not."""
    path = SHARED / name
    if not path.exists():
        print(f"{name} is not beside the project; the payloads of this folder stand alone.")
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize(
    "name", ["twilio_inbound_sms", "twilio_whatsapp_inbound", "twilio_status_callbacks", "twilio_voice_status"]
)
def test_every_shared_payload_is_genuine_as_it_arrives(name: str) -> None:
    for row in shared_rows(f"{name}.jsonl"):
        headers = {"X-Twilio-Signature": row["x_twilio_signature"]}
        assert RECEIVER.verify(row["url"], QueryDict(row["raw_body"]), headers, row["auth_token"]), row["name"]
        assert dict(parse_qsl(row["raw_body"], keep_blank_values=True)) == row["params"], row["name"]


@pytest.mark.parametrize("name", ["twilio_inbound_sms", "twilio_whatsapp_inbound"])
def test_every_shared_text_is_read_as_expected(name: str) -> None:
    for row in shared_rows(f"{name}.jsonl"):
        found, expect = RECEIVER.parse_inbound(QueryDict(row["raw_body"]).dict()), row["expect"]
        media = expect.get("media", [])
        assert found.body == expect.get("body", found.body), row["name"]
        assert found.sender == expect.get("from", found.sender), row["name"]
        assert found.channel == expect.get("channel", "sms"), row["name"]
        assert len(found.media) == (media if isinstance(media, int) else len(media) or len(found.media)), row["name"]
        assert found.opt_out_type == row["params"].get("OptOutType"), row["name"]
        assert found.profile_name == expect.get("name", found.profile_name), row["name"]


def test_every_shared_status_is_read_as_expected() -> None:
    for row in shared_rows("twilio_status_callbacks.jsonl"):
        found, expect = RECEIVER.parse_status(row["params"], {"message": "m9"}), row["expect"]
        assert found.message_id == "m9"
        assert found.status == expect.get("status", found.status), row["name"]
        assert found.code == str(expect.get("error_code", "")), row["name"]
        assert (found.guide is None) == (not found.code), row["name"]
        assert not expect.get("suppress") or (found.guide and found.guide.meaning == ErrorMeaning.OPTED_OUT)


def test_every_shared_call_is_read_as_expected() -> None:
    for row in shared_rows("twilio_voice_status.jsonl"):
        expect = row["expect"]
        if "CallStatus" not in row["params"]:
            continue  # a recording: not a call's status
        found = RECEIVER.parse_call(row["params"])
        assert found.ended == expect.get("final", found.ended), row["name"]
        assert found.missed == expect.get("missed", found.missed), row["name"]
        assert (found.sender == "") == expect.get("anonymous", False), row["name"]
        assert found.duration_seconds == expect.get("seconds", found.duration_seconds), row["name"]
        assert found.answered_by == expect.get("answered_by", found.answered_by), row["name"]


def test_every_shared_signature_vector_holds() -> None:
    path = SHARED / "twilio_signature_vectors.json"
    if not path.exists():
        print("twilio_signature_vectors.json is not beside the project; Twilio's own example above stands alone.")
        return
    data = json.loads(path.read_text())
    named = {vector["name"]: vector for vector in data["vectors"]}
    for vector in data["vectors"]:
        params = vector.get("params") or named.get(vector.get("params_of", ""), {}).get("params")
        params = params or vector.get("body") or QueryDict(vector.get("raw_body", ""))
        headers, token = {"X-Twilio-Signature": vector["signature"]}, vector.get("auth_token", data["auth_token"])
        assert RECEIVER.verify(vector["url"], params, headers, token) == vector["valid"], vector["name"]
