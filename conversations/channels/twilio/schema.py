"""Twilio's words in ours, and the shape of its addresses and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from conversations.channels.base import DeliveryStatus, RemoteCall, RemoteMessage

API_URL = "https://api.twilio.com"
MESSAGING_URL = "https://messaging.twilio.com"
API_VERSION = "2010-04-01"

# Twilio's enum message_enum_status. accepted and scheduled are the service's own waiting rooms; partially_delivered
# means that some parts of a long text arrived, which the person can read as little as none.
STATUSES: Mapping[str, DeliveryStatus] = {
    "accepted": DeliveryStatus.QUEUED,
    "scheduled": DeliveryStatus.QUEUED,
    "queued": DeliveryStatus.QUEUED,
    "sending": DeliveryStatus.SENDING,
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "partially_delivered": DeliveryStatus.UNDELIVERED,
    "undelivered": DeliveryStatus.UNDELIVERED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.CANCELLED,
    "receiving": DeliveryStatus.RECEIVED,
    "received": DeliveryStatus.RECEIVED,
}

CALL_ENDED = frozenset({"completed", "answered", "busy", "failed", "no-answer", "canceled"})
CALL_MISSED = frozenset({"busy", "failed", "no-answer", "canceled"})
# What Twilio puts in From when the caller withheld the number: the letters of ANONYMOUS, RESTRICTED, BLOCKED,
# UNAVAILABLE and UNKNOWN on a telephone's keys. They are no numbers and must never be texted.
WITHHELD = frozenset({"", "+266696687", "+7378742833", "+2562533", "+86282452253", "+8656696", "anonymous", "unknown"})


def split_address(address: str) -> tuple[str, str]:
    """Split `whatsapp:+1…` into channel and bare address; a bare one is sms."""
    channel, colon, bare = address.partition(":")
    return (channel, bare) if colon else ("sms", address)


def join_address(channel: str, address: str) -> str:
    """The reverse of split_address. A messaging service's id (MG…) carries no prefix."""
    return address if channel == "sms" or address.startswith("MG") else f"{channel}:{address}"


def read_date(value: object) -> datetime | None:
    """Read one of Twilio's RFC 2822 dates (GMT) into an aware datetime; None when absent or unreadable."""
    try:
        found = parsedate_to_datetime(str(value or ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def read_number(value: object) -> int | None:
    """Read a count that Twilio sends as text; None when absent or unreadable."""
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdigit() else None


def read_message(row: Mapping[str, Any]) -> RemoteMessage | None:
    """Read one message resource; None for a row without id or date, which no list of Twilio's has."""
    created = read_date(row.get("date_created"))
    if not row.get("sid") or created is None:
        return None
    code = row.get("error_code")
    return RemoteMessage(
        provider_id=str(row["sid"]),
        direction="inbound" if row.get("direction") == "inbound" else "outbound",
        to=split_address(str(row.get("to") or ""))[1],
        sender=split_address(str(row.get("from") or ""))[1],
        body=str(row.get("body") or ""),
        status=STATUSES.get(str(row.get("status"))),
        created_at=created,
        error_code=str(code) if code else "",
        num_segments=read_number(row.get("num_segments")),
        media_count=read_number(row.get("num_media")) or 0,
        channel=split_address(str(row.get("from") or ""))[0],
    )


def read_call(row: Mapping[str, Any]) -> RemoteCall | None:
    """Read one call resource; None for a row without id or start, such as a call still queued."""
    started = read_date(row.get("start_time")) or read_date(row.get("date_created"))
    if not row.get("sid") or started is None:
        return None
    return RemoteCall(
        provider_id=str(row["sid"]),
        direction="inbound" if row.get("direction") == "inbound" else "outbound",
        to=str(row.get("to") or ""),
        sender="" if row.get("from") in WITHHELD else str(row.get("from") or ""),
        status=str(row.get("status") or ""),
        started_at=started,
        ended_at=read_date(row.get("end_time")),
        duration_seconds=read_number(row.get("duration")),
    )
