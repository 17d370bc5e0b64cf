"""A lead calls a number of the sandbox carrier: the voice webhooks, as Twilio plays them."""

from __future__ import annotations

import re
import time
from collections.abc import Coroutine
from email.utils import formatdate
from html import unescape
from typing import Any
from urllib.parse import urljoin

from conversations.channels.sandbox.delivery import Delivery
from conversations.channels.sandbox.store import Row, make_sid

OUTCOMES = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
DIAL_ACTION = re.compile(r"<Dial\b[^>]*\baction=[\"']([^\"']+)[\"']")


def play_call(
    delivery: Delivery, *, number: Row, phone: str, outcome: str, seconds: int
) -> tuple[Row, Coroutine[Any, Any, dict[str, int]]]:
    """Record the call at once and return it with the webhooks still to play, which give name -> HTTP status."""
    now = time.time()
    call = delivery.store.add_call(
        {
            "sid": make_sid("CA"),
            "account": number["account"],
            "sender": phone,
            "recipient": number["number"],
            # An unanswered forward ends "completed" for the caller: the carrier picked up to forward it.
            "status": "completed" if number["voice_url"] else outcome,
            "started": now,
            "ended": now + seconds,
            "duration": seconds,
        }
    )
    delivery.counters["calls"] += 1
    delivery.commit_soon()
    return call, _play(delivery, call, number, outcome)


async def _play(delivery: Delivery, call: Row, number: Row, outcome: str) -> dict[str, int]:
    results: dict[str, int] = {}
    if delivery.failures.take("webhook", call["sender"], call["recipient"]):
        delivery.counters["webhooks_dropped"] += 1
        return results
    if number["voice_url"]:
        results["voice"], twiml = await delivery.webhooks.call(
            number["voice_url"], _form(call, "ringing"), call["account"]
        )
        action = DIAL_ACTION.search(twiml)
        if action:
            form = _form(call, "in-progress") | {"DialCallStatus": outcome, "DialCallSid": make_sid("CA")}
            if outcome == "completed":
                form["DialCallDuration"] = str(call["duration"])
            address = urljoin(number["voice_url"], unescape(action[1]))
            results["dial"], _ = await delivery.webhooks.call(address, form, call["account"])
    if number["status_callback"]:
        form = _form(call, call["status"]) | {
            "CallDuration": str(call["duration"]),
            "Timestamp": formatdate(call["ended"]),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": "0",
        }
        results["status"], _ = await delivery.webhooks.call(number["status_callback"], form, call["account"])
    return results


def _form(call: Row, status: str) -> dict[str, str]:
    return {
        "CallSid": call["sid"],
        "AccountSid": call["account"],
        "From": call["sender"],
        "Caller": call["sender"],
        "To": call["recipient"],
        "Called": call["recipient"],
        "CallStatus": status,
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
        "FromCountry": "US",
        "ToCountry": "US",
    }
