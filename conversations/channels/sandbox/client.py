"""The control API of a sandbox carrier as plain calls: for the demo's pages, tests and benches."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from conversations.channels.base import Credentials

TOKEN_HEADER = "X-Sandbox-Token"


class ControlRefused(Exception):
    """The control API did not do what it was asked; the text is its own."""


@dataclass(frozen=True)
class SandboxAccount:
    """An account of the carrier. `credentials` fit the adapter as they are."""

    account: str
    token: str
    api_key: str
    api_secret: str
    messaging_service: str
    numbers: tuple[str, ...]
    base_url: str
    raw: dict[str, Any] = field(repr=False)

    @property
    def credentials(self) -> Credentials:
        return Credentials(
            base_url=self.base_url, account=self.account, secret=self.token, messaging_base_url=self.base_url
        )


@dataclass(frozen=True)
class CarrierControl:
    """The control API of a carrier that runs somewhere on this machine."""

    base_url: str
    control_token: str = field(repr=False)
    timeout: float = 60  # seconds

    def add_account(self, *, numbers: list[str], name: str = "Sandbox", **settings: Any) -> SandboxAccount:
        """Make an account with numbers. Settings for them: sms_url, voice_url, status_callback, carrier_answers."""
        raw = self.ask("POST", "accounts", {"name": name, "numbers": numbers, **settings})
        return SandboxAccount(
            account=raw["account"],
            token=raw["token"],
            api_key=raw["api_key"],
            api_secret=raw["api_secret"],
            messaging_service=raw["messaging_service"],
            numbers=tuple(row["number"] for row in raw["numbers"]),
            base_url=self.base_url,
            raw=raw,
        )

    def set_number(self, number: str, **settings: Any) -> dict[str, Any]:
        """Change sms_url, voice_url, status_callback, carrier_answers or name; with `account=` add a number."""
        return self.ask("POST", f"numbers/{quote(number)}", settings)

    def phone_writes(
        self, *, sender: str, to: str, body: str, media: list[dict[str, str]] | None = None, wait: bool = True
    ) -> dict[str, Any]:
        """A lead texts. With `wait` the answer's `webhook` is the HTTP status our site gave (0: none reached it)."""
        asked = {"from": sender, "to": to, "body": body, "media": media or [], "wait": wait}
        return self.ask("POST", "inbound", asked)

    def phone_calls(self, *, sender: str, to: str, outcome: str = "no-answer", seconds: int = 0) -> dict[str, Any]:
        """A lead calls; `outcome` is what the forwarded line does: completed, busy, no-answer, failed, canceled."""
        asked = {"from": sender, "to": to, "outcome": outcome, "seconds": seconds, "wait": True}
        return self.ask("POST", "calls", asked)

    def phones(self) -> list[dict[str, Any]]:
        """Return the phones that have texts, newest first: phone, last_seq, messages (how many)."""
        return list(self.ask("GET", "phones")["phones"])

    def phone_messages(self, number: str, *, after: int = 0) -> list[dict[str, Any]]:
        """Return what a phone has received and written, oldest first, from a sequence number on."""
        return list(self.ask("GET", f"phones/{quote(number)}/messages?after={after}")["messages"])

    def messages(self, **query: Any) -> list[dict[str, Any]]:
        """Return all records, oldest first. Query: direction (inbound, outbound), account, after, limit."""
        return list(self.ask("GET", f"messages?{urlencode(query)}")["messages"])

    def fail(self, kind: str, *, number: str = "", times: int | None = 1, **settings: Any) -> int:
        """Script a failure (failures.KINDS) for the next `times` occasions, None for ever. Returns its id."""
        return int(self.ask("POST", "failures", {"kind": kind, "number": number, "times": times, **settings})["id"])

    def stop_failing(self, failure_id: int | None = None) -> None:
        """Take one failure back, or all."""
        self.ask("DELETE", "failures" if failure_id is None else f"failures/{failure_id}")

    def pace(self, **pace: float) -> None:
        """Set latency_ms of each API call, sent_after and delivered_after (seconds)."""
        self.ask("POST", "pace", pace)

    def move_clock(self, moment: datetime | None) -> None:
        """Let the carrier's records carry this (aware) time from here on; None goes back to the real one."""
        self.ask("POST", "clock", {"now": moment.timestamp() if moment else None})

    def counters(self) -> dict[str, int]:
        """Return what was counted: accepted, delivered, callbacks, callbacks_lost, inbound, webhooks_failed …"""
        return self.ask("GET", "counters")

    def settle(self, seconds: float = 10) -> dict[str, int]:
        """Wait until nothing is on its way. Raises ControlRefused when that takes longer."""
        return self.ask("POST", "settle", {"seconds": seconds})

    def reset(self, *, accounts: bool = False) -> None:
        """Forget messages, opt-outs, failures, counters and pace, and accounts where asked."""
        self.ask("POST", "reset", {"accounts": accounts})

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """Call the control API. Raises ControlRefused."""
        parts = urlsplit(self.base_url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            headers = {TOKEN_HEADER: self.control_token, "Content-Type": "application/json"}
            connection.request(method, f"/_sandbox/{path}", json.dumps(data or {}), headers)
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read())
        finally:
            connection.close()
        if response.status >= 400:
            raise ControlRefused(answer.get("error", f"HTTP {response.status}"))
        return answer
