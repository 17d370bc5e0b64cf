"""What a reply means, by rules alone: one intent of twenty, with flags and facts. No model, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Intent(StrEnum):
    """The twenty meanings of an inbound message; what each is for stands in docs (evaluation)."""

    OPT_OUT = "opt_out"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    ALREADY_SERVED = "already_served"
    NOT_NOW = "not_now"
    BUSY = "busy"
    FOLLOW_UP_AT = "follow_up_at"
    CALL_ME = "call_me"
    BOOKED_ALREADY = "booked_already"
    BOOKING_REQUEST = "booking_request"
    PRICING_QUESTION = "pricing_question"
    QUESTION = "question"
    POSITIVE = "positive"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"
    SENSITIVE = "sensitive"
    ASKS_HUMAN = "asks_human"
    CONTACT_UPDATE = "contact_update"
    AUTO_REPLY = "auto_reply"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class TriageReading:
    """One reading: ``confidence`` from 0 to 1, ``why`` names the words that led here."""

    intent: Intent
    confidence: float
    flags: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    engine: str = "builtin"


def read_intent(text: str, *, channel: str = "sms", asked: str | None = None) -> TriageReading:
    """Read what ``text`` means; ``asked`` is what our last message asked ("interested?", "time?"), so that "yes" has a meaning."""
    return TriageReading(Intent.UNCLEAR, 0.0)
