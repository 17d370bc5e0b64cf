"""What an inbound text asks of the way in itself: stop, perhaps stop, come back, help, or nothing special. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from conversations.reading.keywords import Keyword, carrier_keyword
from conversations.reading.optout import OptOutScope, OptOutVerdict, read_opt_out


class Ask(StrEnum):
    STOP = "stop"
    SUSPECTED = "suspected"
    START = "start"
    HELP = "help"
    NOTHING = "nothing"


# Words on which Twilio acts by default: the whole message is the one word (compliance.md 5.1). Our own list is longer.
CARRIER_WORDS = {
    Ask.STOP: frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}),
    Ask.START: frozenset({"start", "yes", "unstop"}),
    Ask.HELP: frozenset({"help", "info"}),
}
_NOT_A_LETTER = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Signal:
    """What was asked. by_keyword: in one word, not in own words; carrier_word: the carrier acts on that word itself;
    is_yes: the word was "yes", which is also an everyday answer."""

    ask: Ask
    scope: OptOutScope = OptOutScope.CHANNEL
    by_keyword: bool = False
    carrier_word: bool = False
    is_yes: bool = False
    words: str = ""


def read_signal(text: str, *, channel: str, opt_out_type: str | None) -> Signal:
    """Read the new words of a message; `opt_out_type`, what the carrier has acted upon, always counts."""
    reading = read_opt_out(text, channel=channel)
    keyword = carrier_keyword(text)
    if opt_out_type == "STOP" or keyword is Keyword.STOP or reading.verdict is OptOutVerdict.OPT_OUT:
        by_keyword = opt_out_type == "STOP" or keyword is Keyword.STOP or reading.by_keyword
        scope = reading.scope if reading.verdict is OptOutVerdict.OPT_OUT else OptOutScope.CHANNEL
        words = reading.matched or text.strip()
        return Signal(Ask.STOP, scope, by_keyword, is_carrier_word(text, Ask.STOP), words=words)
    if reading.verdict is OptOutVerdict.SUSPECTED:
        return Signal(Ask.SUSPECTED, reading.scope, words=reading.matched)
    if opt_out_type == "START" or keyword is Keyword.START:
        is_yes = _plain(text) == "yes" and opt_out_type != "START"
        return Signal(Ask.START, by_keyword=True, carrier_word=is_carrier_word(text, Ask.START), is_yes=is_yes)
    if opt_out_type == "HELP" or keyword is Keyword.HELP:
        return Signal(Ask.HELP, by_keyword=True, carrier_word=is_carrier_word(text, Ask.HELP))
    return Signal(Ask.NOTHING)


def is_carrier_word(text: str, ask: Ask) -> bool:
    """Say whether a whole message is one of the words on which the carrier acts by itself."""
    return _plain(text) in CARRIER_WORDS[ask]


def _plain(text: str) -> str:
    return _NOT_A_LETTER.sub("", text.casefold()) if len(text) < 40 and " " not in text.strip() else ""
