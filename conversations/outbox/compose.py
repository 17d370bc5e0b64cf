"""Puts the due lines around the words and counts what the carrier will bill. Pure; composing twice changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from contacts.eligibility import LinesDue, carries_opt_out_line, names_sender
from conversations.outbox.wording import DISCLOSURE, HELP, IDENTITY, OPT_OUT, PROGRAM, PROGRAM_ONCE
from conversations.reading.segments import count_segments, smart_encode

_RATES, _HELP = re.compile(r"\brates?\b|\btarifas?\b", re.IGNORECASE), re.compile(r"\b(?:HELP|AYUDA)\b")
# Returns the words of a line by its key.
FindLine = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Composed:
    """The final text, what it costs, and which lines it carries."""

    body: str
    encoding: str
    segments: int
    opt_out_line: bool
    disclosure: bool


def compose(
    words: str,
    *,
    due: LinesDue,
    sender_name: str,
    phone: str,
    find_line: FindLine,
    is_help: bool = False,
    program_texts: int = 0,
) -> Composed:
    """Return the text as it will leave: identity in front, disclosure and opt-out line behind, where due and missing.

    phone: where help can be had, named in the answer to HELP (`is_help`). program_texts: how many texts a program has
    of which this is the first; it then says how many, that rates apply, and HELP and STOP (CTIA 5.1.2.1).
    """

    def line(key: str) -> str:
        return smart_encode(find_line(key).replace("{sender_name}", sender_name).replace("{phone}", phone)).strip()

    text = smart_encode(words).strip()
    if due.identity and not names_sender(text, sender_name):
        text = f"{line(IDENTITY)} {text}"
    if is_help and phone and smart_encode(phone) not in text:
        text = f"{text} {line(HELP)}"
    disclosure = line(DISCLOSURE)
    disclosed = bool(disclosure) and disclosure in text
    if due.disclosure and not disclosed:
        # Before an opt-out line that an earlier composing has put at the end.
        opt_out = line(OPT_OUT)
        text = f"{text.removesuffix(opt_out).strip()} {disclosure}" + (f" {opt_out}" if text.endswith(opt_out) else "")
        disclosed = True
    if program_texts and not carries_program_line(text):
        program = line(PROGRAM_ONCE if program_texts == 1 else PROGRAM)
        text = f"{text} {program.replace('{count}', str(program_texts))}"
    if due.opt_out and not carries_opt_out_line(text):
        text = f"{text} {line(OPT_OUT)}"
    cost = count_segments(text)
    return Composed(text, cost.encoding, cost.count, carries_opt_out_line(text), disclosed)


@lru_cache(maxsize=4096)
def carries_program_line(text: str) -> bool:
    """Say whether a text tells that rates apply, and how to get help and to stop."""
    return bool(_RATES.search(text) and _HELP.search(text)) and carries_opt_out_line(text)
