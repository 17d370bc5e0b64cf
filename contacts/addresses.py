"""Read phone numbers and email addresses in the spellings people use, and say where a number probably is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """A number in E.164, or the sentence that says what is wrong with it; exactly one of the two is set."""

    e164: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class EmailReading:
    """An address, local part kept and domain in lower case, or the sentence that says what is wrong with it."""

    email: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a number may be: ISO country, possible US states, possible zones. Empty means not known."""

    country: str
    states: tuple[str, ...]
    zones: tuple[str, ...]
