"""Whether a message asks that contact stop, read by rules."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.reading.keywords import Keyword, carrier_keyword


class OptOutVerdict(StrEnum):
    """How sure the reading is."""

    OPT_OUT = "opt_out"
    SUSPECTED = "suspected"
    NONE = "none"


class OptOutScope(StrEnum):
    """Which channels the person means."""

    CHANNEL = "channel"  # the one it came by: a text stops texts, WhatsApp and calls
    EMAIL = "email"
    TEXT = "text"
    ALL = "all"


@dataclass(frozen=True)
class OptOutReading:
    """What was read, the words that decided, and a sentence that says why."""

    verdict: OptOutVerdict
    scope: OptOutScope
    by_keyword: bool
    matched: str
    why: str


def read_opt_out(text: str, *, channel: str = "sms") -> OptOutReading:
    """Read whether `text` asks that contact stop; `channel` is the one it came by."""
    if carrier_keyword(text) is Keyword.STOP:
        return OptOutReading(
            OptOutVerdict.OPT_OUT, OptOutScope.CHANNEL, True, text.strip(), "The whole message is a stop word."
        )
    return OptOutReading(OptOutVerdict.NONE, OptOutScope.CHANNEL, False, "", "Nothing in it asks that contact stop.")
