"""Signed calls of a provider, as a test client makes them."""

from __future__ import annotations

import itertools
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from conversations.models import ChannelAccount
from tests.conversations.inbound import MARIA

TOKEN = "sandbox-token"
_sids = itertools.count(1)


def inbound_form(body: str, *, sender: str = MARIA, **more: str) -> dict[str, str]:
    """The parameters of Twilio's webhook for an inbound message, unknown ones among them."""
    sid = f"SM{next(_sids):032x}"
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "AccountSid": "AC0",
        "From": sender,
        "To": "+12125550101",
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCity": "NEW YORK",
        "SomethingNew": "",
        **more,
    }


def sign(url: str, form: dict[str, str], *, token: str = TOKEN) -> str:
    """Return the signature Twilio gives a form that it posts to this path."""
    return str(RequestValidator(token).compute_signature(settings.PUBLIC_URL.rstrip("/") + url, form))


def post_signed(url: str, form: dict[str, str], *, token: str = TOKEN, **headers: str) -> HttpResponse:
    """POST a form with the signature Twilio would give it."""
    sent: dict[str, Any] = {SIGNATURE_HEADER: sign(url, form, token=token), **headers}
    host = urlsplit(settings.PUBLIC_URL).netloc
    return Client(raise_request_exception=False).post(url, form, headers={"host": host, **sent})  # type: ignore[return-value]


def sms_url(account: ChannelAccount) -> str:
    return reverse("twilio_inbound", args=[account.webhook_key])
