"""Read phone numbers and email addresses in the spellings people use, and say where a number probably is.

Pure. Never imports phonenumbers.geocoder (seconds and 190 MB): the area codes of +1 are a small generated table.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from phonenumbers.timezone import time_zones_for_number

from contacts.area_codes import AREA_CODES


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """A number in E.164, or the sentence that says what is wrong with it; exactly one of the two is set."""

    e164: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class EmailReading:
    """An address in lower case (one mailbox, one spelling), or the sentence that says what is wrong with it."""

    email: str | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where a number may be: ISO country, possible US states, possible zones. Empty means not known."""

    country: str
    states: tuple[str, ...]
    zones: tuple[str, ...]


NOWHERE = Places("", (), ())
# A number that could be in more zones than this says nothing about where it is (toll-free, personal, satellite).
MOST_ZONES = 12
_NANP = re.compile(r"\+1(\d{3})(\d{3})(\d{4})")
_FLOAT = re.compile(r"(\d+)\.0+")
_EXPONENT = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_SEVERAL = re.compile(r"\s*(?:[/;,|&\n]|\bor\b|\band\b)\s*", re.IGNORECASE)
_FICTIONAL = re.compile(r"\+1\d{3}55501\d{2}")
_TOLL_FREE = re.compile(r"\+18(?:00|33|44|55|66|77|88)\d{7}")
_ANGLED = re.compile(r"[^<>]*<([^<>]+)>")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-\u00a1-\uffff]+")
_LABEL = re.compile(r"(?!-)[a-z0-9\u00a1-\uffff\-]{1,63}(?<!-)")


def write_phone(number: str) -> str:
    """A North American number as people write it: (720) 555-0142; others as they are."""
    found = _NANP.fullmatch(number or "")
    return f"({found[1]}) {found[2]}-{found[3]}" if found else number


def parse_phone(raw: object, *, region: str) -> PhoneReading:
    """Read one phone number as it stands in a form or a spreadsheet.

    `region` is the ISO country that a number without +code belongs to. Extensions are dropped. Raises nothing.
    """
    text = _tidy(raw)
    if not text:
        return PhoneReading(None, "There is no phone number here.")
    if len(text) > 60:
        return PhoneReading(None, "This is too long for a phone number.")
    if exponent := _EXPONENT.fullmatch(text):
        text = _from_exponent(exponent)
        if not text:
            return PhoneReading(
                None, "The spreadsheet has shortened this number. Format the column as text and export it again."
            )
    elif whole := _FLOAT.fullmatch(text):
        text = whole[1]
    if sum(len(re.sub(r"\D", "", part)) >= 7 for part in _SEVERAL.split(text)) > 1:
        return PhoneReading(None, "There is more than one number here. Keep one number in each field.")
    if text.startswith("00") and len(text) > 9:
        text = "+" + text[2:].lstrip()
    return _parse_tidy(text, region)


def _tidy(raw: object) -> str:
    text = unicodedata.normalize("NFKC", "" if raw is None else str(raw))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Cs") or c == "\n")
    return text.strip().strip("'\"=").removeprefix("tel:").strip()


def _from_exponent(match: re.Match[str]) -> str:
    """Undo scientific notation; empty when digits were rounded away, since a guess would text a stranger."""
    whole, fraction, exponent = match[1], match[2] or "", int(match[3])
    if len(fraction) != exponent:
        return ""
    return str(int(Decimal(f"{whole}.{fraction or 0}").scaleb(exponent)))


def _parse_tidy(text: str, region: str) -> PhoneReading:
    try:
        number = phonenumbers.parse(text, region.upper() or None)
    except NumberParseException as failure:
        if failure.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            return PhoneReading(None, "The country of this number is not known. Write it with + and the country code.")
        return PhoneReading(None, "This is not a phone number.")
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.TOO_LONG:
        return PhoneReading(None, "This number has too many digits.")
    if reason in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return PhoneReading(None, "This number has too few digits. Write it with its area code.")
    if not phonenumbers.is_valid_number(number):
        return PhoneReading(None, "No such number exists: the area code or the first digits are wrong.")
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        return PhoneReading(None, "This is a premium-rate number, which cannot be a customer's.")
    number.extension = None
    return PhoneReading(phonenumbers.format_number(number, PhoneNumberFormat.E164), None)


def parse_email(raw: object) -> EmailReading:
    """Read one email address as it stands in a form or a spreadsheet, also "Ann <ann@example.com>". Raises nothing."""
    text = _tidy(raw).removeprefix("mailto:")
    if angled := _ANGLED.fullmatch(text):
        text = angled[1]
    text = text.strip().rstrip(".,;").lower()
    if not text:
        return EmailReading(None, "There is no email address here.")
    local, at, domain = text.rpartition("@")
    if not at or not local:
        return EmailReading(None, "This is not an email address: the part before or after the @ is missing.")
    if "@" in local or "," in text or ";" in text or " " in text:
        return EmailReading(None, "There is more than one address here, or a space inside it.")
    if not _LOCAL.fullmatch(local) or local.startswith(".") or local.endswith(".") or ".." in local:
        return EmailReading(None, "The part before the @ holds characters that no address has.")
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        return EmailReading(None, "The part after the @ is not a domain such as example.com.")
    if len(local) > 64 or len(text) > 254:
        return EmailReading(None, "This is too long for an email address.")
    return EmailReading(text, None)


def is_fictional(e164: str) -> bool:
    """Say whether this is one of the numbers reserved for fiction, 555-0100 to 555-0199 (safe for tests and demos)."""
    return _FICTIONAL.fullmatch(e164) is not None


def is_toll_free(e164: str) -> bool:
    """Say whether this is a +1 toll-free number: businesses answer those, and texts to them are not delivered."""
    return _TOLL_FREE.fullmatch(e164) is not None


def likely_places(e164: str) -> Places:
    """Return where a number may be, by its first digits: a hint only, since mobile numbers move with their owners.

    A toll-free or unknown number gives empty places, which eligibility reads as "the strictest of all".
    """
    if e164.startswith("+1") and len(e164) == 12:
        row = AREA_CODES.get(e164[2:5])
        return Places(*row) if row else NOWHERE
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return NOWHERE
    zones = tuple(zone for zone in time_zones_for_number(number) if zone != "Etc/Unknown")
    country = phonenumbers.region_code_for_number(number) or ""
    return Places(country, (), zones if len(zones) <= MOST_ZONES else ())


@cache
def zones_of_states() -> dict[str, tuple[str, ...]]:
    """Return every zone that a state's area codes touch, by two-letter state (territories included)."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for _, states, zones in AREA_CODES.values():
        for state in states:
            found[state].update(zones)
    return {state: tuple(sorted(zones)) for state, zones in found.items()}


@cache
def zones_of_country(country: str) -> tuple[str, ...]:
    """Return every zone that a country's +1 area codes touch; empty for a country outside +1."""
    found = {zone for row in AREA_CODES.values() if row[0] == country for zone in row[2]}
    return tuple(sorted(found))
