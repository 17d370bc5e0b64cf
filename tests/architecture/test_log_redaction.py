"""No number, address, body or token reaches a log line, in whatever encoding it travels."""

import json
import logging
from urllib.parse import quote, quote_plus, urlencode

import pytest
import structlog

from config import logs
from config.redaction import redact_event, redact_text

PHONES = ["+14155550123", "+1 415 555 0123", "(415) 555-0123", "415-555-0123", "415.555.0123", "+44 20 7946 0018"]
EMAILS = ["jane.doe@example.com", "o'neil+tag@mail.example.co.uk"]
BODY = "Hi, it's Jane, please stop"


def encodings(value: str) -> list[str]:
    """The value as it may stand in a line: plain, percent-encoded in both ways, JSON, JSON in JSON, escaped."""
    in_json = json.dumps({"value": value})
    escaped = "".join(f"\\u{ord(letter):04x}" if letter in "+@" else letter for letter in value)
    return [value, quote(value), quote_plus(value), in_json, json.dumps(in_json), quote(in_json), escaped]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_number_is_masked_in_every_encoding(phone: str) -> None:
    for text in encodings(phone):
        assert not any(part in redact_text(f"sent {text} now") for part in ("0123", "0018")), text


@pytest.mark.parametrize("email", EMAILS)
def test_an_email_is_masked_in_every_encoding(email: str) -> None:
    for text in encodings(email):
        assert email.split("@")[1] not in redact_text(f"sent to {text} now"), text


@pytest.mark.parametrize(
    "text",
    [
        urlencode({"Body": BODY, "MessageSid": "SM1"}),
        quote(urlencode({"Body": BODY})),
        json.dumps({"body": BODY, "n": 1}),
        json.dumps({"n": 1, "body": BODY}),
        json.dumps(json.dumps({"body": BODY})),
        quote(json.dumps({"body": BODY})),
        repr({"body": BODY}),
        "DETAIL:  Failing row contains (1, Hi, it's Jane, please stop).",
    ],
)
def test_a_message_body_is_masked_in_every_encoding(text: str) -> None:
    assert "Jane" not in redact_text(text)
    assert "stop" not in redact_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcDEF123456",
        "Authorization: Basic QUMxMjM6c2VjcmV0",
        "GET /accounts/password/reset/key/4-c9lx2l-3f1c0b7a9d8e6f5a4b3c2d1e/",
        "/invitation/wq3ZkYt0aXbV9mN7sLpR2eHc/",
        "auth_token=0123abc",
        '{"api_key": "0123abc"}',
        "postgres://rekindle:0123abc@db/rekindle",
        "account " + "AC" + "0123abc" * 4 + "0123",
    ],
)
def test_tokens_and_logins_are_masked(text: str) -> None:
    masked = redact_text(text)
    assert "[masked]" in masked
    assert not any(part in masked for part in ("0123abc", "QUMx", "abcDEF", "wq3Zk", "c9lx2l"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T23:54:30.123456Z",
        "2026-11-22 23:54:30",
        "550e8400-e29b-41d4-a716-446655440000",
        "message 123456 took 250 ms",
        "SM" + "0123456789abcdef" * 2,
        "conversations.management.commands.sandbox_carrier",
    ],
)
def test_ids_times_and_names_of_modules_stay(text: str) -> None:
    assert redact_text(text) == text


def test_private_names_are_masked_at_any_depth() -> None:
    event = {"event": "received", "facts": [{"MessageBody": "x", "first_name": "Jo", "n": 3}], "phone": 14155550123}
    expected = {"event": "received", "facts": [{"MessageBody": "[masked]", "first_name": "[masked]", "n": 3}]}
    assert redact_event(None, "info", event) == {**expected, "phone": "[masked]"}


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_logger_gets_past_the_redaction(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        logs.configure("INFO", form)
        structlog.get_logger("ours").info("sent", to="+14155550123", note_id=7)
        wording = "Please stop texting me"
        try:
            raise ValueError(f"no contact jane@example.com in {len(wording)} words")
        except ValueError:
            logging.getLogger("theirs").exception("failed for %s", "+14155550123")
    finally:
        logs.configure("INFO", "console")
    said = capsys.readouterr().err
    assert "0123" not in said and "jane" not in said and "Please stop" not in said
    assert "sent" in said and "failed for" in said and "ValueError" in said
