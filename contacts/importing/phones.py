"""Pure: phone numbers and email addresses by the hundred thousand; the answers are those of contacts.addresses.

Whether a number of +1 exists is decided by its first six digits (tests/policy/test_import_phones.py holds the tables of
phonenumbers to that), except in Barbados, so each exchange is asked for once. Everything that is not written
plainly takes the long way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from contacts.addresses import EmailReading, PhoneReading, parse_email, parse_phone

_NORTH_AMERICAN = re.compile(r"(\+?1[ .\-]?)?(\()?([2-9]\d\d)(?(2)\))[ .\-]{0,2}(\d{3})[ .\-]?(\d{4})", re.ASCII)
_EMAIL = re.compile(r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}")
LONGEST_EMAIL = 60
# Barbados gives out parts of an exchange: there the seventh digit decides as well.
BY_SEVEN_DIGITS = "246"


@lru_cache(maxsize=65_536)
def _problem_of_exchange(digits: str) -> str | None:
    return parse_phone(f"+1{digits}0100", region="US").problem


def read_phone(text: str, *, region: str) -> PhoneReading:
    """Return what contacts.addresses.parse_phone returns."""
    match = _NORTH_AMERICAN.fullmatch(text)
    if match is None or match[3] == BY_SEVEN_DIGITS or (region not in ("US", "CA") and text[0] != "+"):
        return _read_slowly(text, region)
    exchange = match[3] + match[4]
    problem = _problem_of_exchange(exchange)
    return PhoneReading(None, problem) if problem else PhoneReading(f"+1{exchange}{match[5]}", None)


@lru_cache(maxsize=8_192)
def _read_slowly(text: str, region: str) -> PhoneReading:
    return parse_phone(text, region=region)


def read_email(text: str) -> EmailReading:
    """Return what contacts.addresses.parse_email returns."""
    plain = text.lower()
    if len(plain) <= LONGEST_EMAIL and _EMAIL.fullmatch(plain):
        return EmailReading(plain, None)
    return parse_email(text)
