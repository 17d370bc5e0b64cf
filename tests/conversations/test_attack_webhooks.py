"""A stranger who knows no key changes nothing, whatever is posted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from twilio.request_validator import SIGNATURE_HEADER

from conversations.inbox.senders import forget_senders
from conversations.models import ChannelAccount, Message
from tests.cast import Cast
from tests.conversations.webhook_calls import inbound_form, post_signed, sign, sms_url


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, settings: Any) -> Path:
    forget_senders()
    settings.VAR_DIR = tmp_path
    return tmp_path


def post(url: str, **options: Any) -> int:
    host = django_settings.PUBLIC_URL.split("//")[1]
    return Client(raise_request_exception=False).post(url, headers={"host": host}, **options).status_code


@pytest.mark.parametrize("key", ["%00", "a%00b", "%ff", "x" * 5000, "..%2f", "%F0%9F%98%80"])
def test_an_odd_key_neither_stops_campaigns_nor_starts_a_catch_up(db: None, own_var: Path, key: str) -> None:
    assert post(f"/webhooks/twilio/{key}/sms", data={"Body": "x"}) in (400, 404)
    assert not (own_var / "catch-up-wanted").exists()


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 300,
        "application/x-www-form-urlencoded; charset=nope",
        "application/x-www-form-urlencoded; charset=utf-16",
    ],
)
def test_a_body_that_cannot_be_read_marks_no_sender(cast: Cast, kind: str) -> None:
    host = django_settings.PUBLIC_URL.split("//")[1]
    browser = Client(raise_request_exception=False)
    answer = browser.generic("POST", sms_url(cast.account), b"Body=STOP", kind, headers={"host": host})
    assert answer.status_code in (400, 403)
    assert not ChannelAccount.across_businesses.exclude(catch_up_wanted_at=None).exists()


def test_a_huge_body_is_refused_and_marks_no_sender(cast: Cast) -> None:
    body = b"Body=" + b"x" * 6_000_000
    assert post(sms_url(cast.account), data=body, content_type="application/x-www-form-urlencoded") in (400, 403)
    assert not ChannelAccount.across_businesses.exclude(catch_up_wanted_at=None).exists()


def test_a_body_of_another_kind_is_not_smuggled_past_the_signature(cast: Cast) -> None:
    url = sms_url(cast.account)
    signature = sign(url, {})
    host = django_settings.PUBLIC_URL.split("//")[1]
    answer = Client(raise_request_exception=False).post(
        url, data='{"Body": "STOP", "From": "+12125550110"}', content_type="application/json",
        headers={"host": host, SIGNATURE_HEADER: signature},
    )  # fmt: skip
    assert answer.status_code == 400
    assert not Message.objects.for_business(cast.business).exists()


@pytest.mark.parametrize("settings_header", ["", "algorithm=HMAC_SHA256", "algorithm=none", "key=x,algorithm=HMAC_MD5"])
@pytest.mark.parametrize("signature", ["", "AAAA", "é"])
def test_no_signature_header_opens_the_door(cast: Cast, signature: str, settings_header: str) -> None:
    headers = {SIGNATURE_HEADER: signature, "X-Twilio-Webhooks-Signature-Settings": settings_header}
    host = django_settings.PUBLIC_URL.split("//")[1]
    answer = Client(raise_request_exception=False).post(
        sms_url(cast.account), inbound_form("START"), headers={"host": host, **headers}
    )
    assert answer.status_code == 403


def test_a_sender_without_a_secret_accepts_nobody(cast: Cast) -> None:
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(credentials="")
    assert post_signed(sms_url(cast.account), inbound_form("START"), token="").status_code == 403
