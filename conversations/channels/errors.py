"""The one family of errors of the channel adapters, and the rows of a provider's error table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ErrorMeaning(StrEnum):
    """What a failure means to us, whatever number the provider gives it."""

    OPTED_OUT = "opted_out"
    INVALID_NUMBER = "invalid_number"
    LANDLINE = "landline"
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"
    FILTERED = "filtered"
    CONTENT = "content"
    EXPIRED = "expired"
    WINDOW_CLOSED = "window_closed"
    UNREGISTERED = "unregistered"
    SENDER = "sender"
    REGION = "region"
    RATE = "rate"
    AUTH = "auth"
    OUTAGE = "outage"
    UNKNOWN = "unknown"


class ErrorScope(StrEnum):
    """Whom a failure concerns, so that the caller knows what to switch off."""

    MESSAGE = "message"
    RECIPIENT = "recipient"
    SENDER = "sender"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class ErrorGuide:
    """One row of a provider's error table. `sentence` says what happened, `advice` what to do about it."""

    code: str
    meaning: ErrorMeaning
    scope: ErrorScope
    permanent: bool
    sentence: str
    advice: str


class ChannelError(Exception):
    """A provider call that did not give a result; always one of the three subclasses.

    `sentence` is for people and holds no number, body or token; `retry_after` is in seconds.
    """

    def __init__(
        self,
        sentence: str,
        *,
        meaning: ErrorMeaning = ErrorMeaning.UNKNOWN,
        scope: ErrorScope = ErrorScope.MESSAGE,
        code: str = "",
        permanent: bool = False,
        retry_after: float | None = None,
        advice: str = "",
    ) -> None:
        super().__init__(f"{sentence} [{code}]" if code else sentence)
        self.sentence = sentence
        self.meaning = meaning
        self.scope = scope
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.advice = advice


class Rejected(ChannelError):
    """The provider refused this message for good: it was not taken, and handing it over again cannot help."""


class TryLater(ChannelError):
    """The provider certainly did not take the message; it may be handed over again later.

    With scope `sender` or `account` everything of that sender or account fails alike: pause it and keep what is queued.
    """


class OutcomeUnknown(ChannelError):
    """The provider may have taken the message. Reconcile from its records; never hand it over again blindly."""
