"""What we send, and what the sandbox carrier answers, against Twilio's own description of its API."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conversations.channels.sandbox.testing import CarrierControl
from conversations.channels.twilio import schema
from conversations.channels.twilio.send import build_form
from tests.channels.conftest import LEAD, OURS, Phone, make_request

SPECIFICATION = Path(__file__).resolve().parents[4] / "shared" / "specs" / "twilio_api_v2010.json"
ACCOUNTS = "/2010-04-01/Accounts/{AccountSid}"

# What each of our calls uses. Kept here by hand: the adapter's own tests show that the carrier accepts them.
READS = {
    f"{ACCOUNTS}/Messages.json": {"To", "From", "DateSent>", "PageSize"},
    f"{ACCOUNTS}/Messages/{{Sid}}.json": set(),
    f"{ACCOUNTS}/Calls.json": {"To", "StartTime>", "PageSize"},
    f"{ACCOUNTS}/IncomingPhoneNumbers.json": {"PageSize"},
    f"{ACCOUNTS}/AvailablePhoneNumbers/{{CountryCode}}/Local.json": {
        "SmsEnabled",
        "VoiceEnabled",
        "PageSize",
        "AreaCode",
        "Contains",
    },
    "/2010-04-01/Accounts/{Sid}.json": set(),
}
WEBHOOK_SETTINGS = {"SmsUrl", "SmsMethod", "VoiceUrl", "VoiceMethod", "StatusCallback", "StatusCallbackMethod"}


@cache
def specification() -> dict[str, Any]:
    """Read the description where it lies beside the project; an empty one, with a word, where it does not."""
    if not SPECIFICATION.exists():
        print("Twilio's API description is not beside the project, so this was not compared with it.")
        return {}
    loaded: dict[str, Any] = json.loads(SPECIFICATION.read_text())
    return loaded


def form_of(path: str) -> dict[str, Any]:
    found = specification()["paths"][path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    properties: dict[str, Any] = found["schema"]["properties"]
    return properties


def fits(value: str, kind: dict[str, Any]) -> bool:
    """Say whether a form value fits a property of the description."""
    if kind["type"] == "array":
        return fits(value, kind["items"])
    if kind["type"] == "integer":
        return value.isdigit()
    if kind["type"] == "boolean":
        return value in ("true", "false")
    if kind.get("format") == "uri" and not re.match(r"https?://", value):
        return False
    return bool(re.search(kind.get("pattern", ""), value))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"sender": "MG" + "a" * 32},
        {"media": ("https://example.com/1.jpg", "https://example.com/2.jpg")},
        {"channel": "whatsapp", "template": "HX" + "b" * 32, "template_variables": {"1": "Dana"}},
        {"validity_seconds": 0},
        {"validity_seconds": 999_999},
    ],
)
def test_every_parameter_of_a_message_is_one_of_twilios(changes: dict[str, Any]) -> None:
    values = {name: getattr(make_request(), name) for name in make_request().__slots__}
    values["status_callback"] = "https://example.com/hooks/twilio/status?message=m1"
    form = build_form(type(make_request())(**{**values, **changes}))
    assert 1 <= int(dict(form)["ValidityPeriod"]) <= 36_000
    if specification():
        kinds = form_of(f"{ACCOUNTS}/Messages.json")
        assert [name for name, value in form if name not in kinds or not fits(value, kinds[name])] == []


@pytest.mark.parametrize("path", READS)
def test_every_parameter_of_a_look_up_is_one_of_twilios(path: str) -> None:
    if specification():
        known = {row["name"] for row in specification()["paths"][path]["get"]["parameters"]}
        assert READS[path] <= known


def test_every_setting_of_a_number_is_one_of_twilios() -> None:
    if specification():
        assert set(form_of(f"{ACCOUNTS}/IncomingPhoneNumbers/{{Sid}}.json")) >= WEBHOOK_SETTINGS


def test_every_status_of_twilios_is_known() -> None:
    if specification():
        words = specification()["components"]["schemas"]["message_enum_status"]["enum"]
        assert set(words) == set(schema.STATUSES)


def test_the_carrier_answers_with_a_message_of_twilios_shape(phone: Phone, carrier: CarrierControl) -> None:
    phone.send()
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    kinds = (
        specification()["components"]["schemas"]["api.v2010.account.message"]["properties"] if specification() else {}
    )
    ours = {"seq", "created", "media", "callback"}  # what the control API adds
    for message in carrier.messages():
        assert not kinds or set(message) - ours == set(kinds)
        assert re.fullmatch(kinds.get("sid", {}).get("pattern", "SM.*"), message["sid"])
