"""Failures that the sandbox carrier plays when asked: which, for whom, how often."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

# Kind -> the moment at which it is looked for, with the settings it reads.
KINDS = {
    "error": "request",  # code, http_status: Twilio's JSON error
    "http": "request",  # http_status, retry_after, accepted (true: the message is taken all the same), html
    "time_out": "request",  # accepted, seconds: no answer for so long
    "broken": "request",  # accepted: the connection closes without an answer
    "garbage": "request",  # accepted: 200 and a page of HTML
    "slow": "request",  # seconds, then a normal answer
    "undelivered": "delivery",  # code, status (undelivered or failed), before_sent
    "delay": "delivery",  # seconds until it is sent; past the validity period it expires
    "stuck": "delivery",  # never goes past `sent`
    "lose_callbacks": "callback",
    "duplicate_callbacks": "callback",
    "reorder_callbacks": "reorder",  # delivered comes before sent
    "slow_callbacks": "callback",  # seconds
    "bad_signature": "callback",
    "drop_webhook": "webhook",  # the customer's site is down; nothing is repeated
    "duplicate_webhook": "webhook",
    "bad_webhook_signature": "webhook",
}


class UnknownFailure(ValueError):
    """The control API was asked for a failure that is not in KINDS."""


@dataclass
class Failure:
    """One scripted failure. `remaining` None is for ever; `number` "" is everybody, else either side's number."""

    id: int
    kind: str
    number: str = ""
    operation: str = "send"  # for the moment "request": send or list
    remaining: int | None = 1
    settings: dict[str, Any] = field(default_factory=dict)
    played: int = 0

    def matches(self, moment: str, operation: str, numbers: tuple[str, ...]) -> bool:
        if KINDS[self.kind] != moment or self.remaining == 0:
            return False
        if moment == "request" and self.operation not in (operation, "any"):
            return False
        return not self.number or self.number in numbers


class Failures:
    """The script: failures are played in the order in which they were added."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self.script: list[Failure] = []

    def add(
        self, kind: str, *, number: str = "", times: int | None = 1, operation: str = "send", **settings: Any
    ) -> Failure:
        """Add a failure for the next `times` occasions, None for ever. Raises UnknownFailure."""
        if kind not in KINDS:
            raise UnknownFailure(f"No failure is called {kind!r}; there are: {', '.join(KINDS)}.")
        failure = Failure(next(self._ids), kind, number, operation, times, settings)
        self.script.append(failure)
        return failure

    def remove(self, failure_id: int | None = None) -> None:
        """Remove one, or all."""
        self.script = [failure for failure in self.script if failure_id is not None and failure.id != failure_id]

    def take(self, moment: str, *numbers: str, operation: str = "send") -> Failure | None:
        """Return the failure due at this moment, if any, and count it as played."""
        if not self.script:
            return None
        for failure in self.script:
            if failure.matches(moment, operation, numbers):
                failure.played += 1
                if failure.remaining is not None:
                    failure.remaining -= 1
                return failure
        return None
