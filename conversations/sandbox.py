"""The leads' phones of a demo business, as the sandbox carrier holds them. It runs on this machine and texts nobody."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any

from django.conf import settings

from accounts.models import Business
from contacts.models import ContactPoint
from conversations.channels.sandbox.carrier import read_control_token
from conversations.channels.sandbox.client import CarrierControl, ControlRefused
from conversations.models import ChannelAccount

# A page must not wait for a carrier that hangs.
PATIENCE_SECONDS = 3
TEXTS_SHOWN = 60


class CarrierSilent(Exception):
    """The sandbox carrier did not do what it was asked; the text says so, for people."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text on a lead's phone. is_own: the lead wrote it."""

    body: str
    at: datetime
    is_own: bool
    status: str
    segments: int


def senders_of(business: Business) -> list[str]:
    """Return the sandbox numbers that a business writes from."""
    rows = ChannelAccount.objects.for_business(business).filter(provider="sandbox", is_active=True)
    return list(rows.order_by("id").values_list("sender", flat=True))


def texts_on(business: Business, phones: Sequence[str]) -> dict[str, list[Text]]:
    """Return what each phone shows between it and this business, oldest first. Raises CarrierSilent."""
    senders = set(senders_of(business))
    control = _control()
    return {
        phone: [
            _read(row, phone)
            for row in _ask(lambda phone=phone: control.phone_messages(phone))
            if {row["from"], row["to"]} & senders
        ][-TEXTS_SHOWN:]
        for phone in phones
    }


def write_as_lead(business: Business, *, phone: str, body: str) -> None:
    """Let a contact's phone text the number it last heard from, else the first one. Raises CarrierSilent."""
    owns = ContactPoint.objects.for_business(business).filter(kind="phone", address=phone).exists()
    senders = senders_of(business)
    if not owns or not senders:
        raise CarrierSilent("This phone belongs to no contact here, or the business has no sandbox number to write to.")
    control = _control()
    heard = [row["from"] for row in _ask(lambda: control.phone_messages(phone)) if row["from"] in senders]
    _ask(lambda: control.phone_writes(sender=phone, to=heard[-1] if heard else senders[0], body=body, wait=False))


def _control() -> CarrierControl:
    token = read_control_token(settings.SANDBOX_CARRIER_STATE)
    return CarrierControl(settings.SANDBOX_CARRIER_URL, token, timeout=PATIENCE_SECONDS)


def _ask(call: Any) -> Any:
    try:
        return call()
    except ControlRefused as problem:
        raise CarrierSilent(f"The sandbox carrier refused this: {problem}") from problem
    except (OSError, HTTPException, json.JSONDecodeError) as problem:
        raise CarrierSilent(
            "The sandbox carrier does not answer, so the phones cannot be shown. It starts with script/server; "
            "if that runs, wait a moment and load this page again."
        ) from problem


def _read(row: dict[str, Any], phone: str) -> Text:
    return Text(
        body=row["body"],
        at=datetime.fromtimestamp(row["created"], tz=UTC),
        is_own=row["from"] == phone,
        status=row["status"],
        segments=int(row["num_segments"]),
    )
