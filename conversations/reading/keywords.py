"""The words that a carrier acts upon by itself, before the app has seen the message."""

import re
import unicodedata
from enum import StrEnum
from string import ascii_lowercase


class Keyword(StrEnum):
    """What the carrier does on its own when the whole message is one of its words."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


# Twilio's default words (compliance.md 5.1), the two-word form of the FCC's list (47 CFR 64.1200(a)(10)),
# and the French and Spanish words that the same page asks to be set in Advanced Opt-Out.
_WORDS: dict[str, Keyword] = {
    **dict.fromkeys(
        ("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "opt out"),
        Keyword.STOP,
    ),
    **dict.fromkeys(("arret", "arrett", "arrete", "arreter", "alto", "baja"), Keyword.STOP),
    **dict.fromkeys(("start", "yes", "unstop"), Keyword.START),
    **dict.fromkeys(("help", "info"), Keyword.HELP),
}
_LONGEST_MESSAGE = 200
_NOT_A_LETTER = re.compile(r"[^a-z]+")


def carrier_keyword(text: str) -> Keyword | None:
    """Return the keyword that the whole message is, or None.

    Case, accents and surrounding punctuation do not matter; any other word does ("stop please" is no keyword,
    Twilio would not act on it). Source: compliance.md 5.1, Twilio's Advanced Opt-Out tutorial.
    """
    if len(text) > _LONGEST_MESSAGE:
        return None
    plain = unicodedata.normalize("NFKD", text).casefold()
    unaccented = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if any(letter.isalnum() and letter not in ascii_lowercase for letter in unaccented):
        return None
    return _WORDS.get(_NOT_A_LETTER.sub(" ", unaccented).strip())
