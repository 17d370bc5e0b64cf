"""Pure: dates as people and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MDY, DMY, YMD = "mdy", "dmy", "ymd"
ORDERS = {MDY: "Month first (12/31/2025)", DMY: "Day first (31/12/2025)", YMD: "Year first (2025-12-31)"}
EXCEL_DAY_ONE = datetime(1899, 12, 30)
_NUMBERS = re.compile(
    r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:[T,]?\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?)?", re.I
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_WORDS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%d-%b-%Y", "%d-%b-%y", "%b %Y", "%B %Y",
          "%a, %d %b %Y", "%a %b %d %Y")  # fmt: skip


@lru_cache(maxsize=20_000)
def read_date(text: str, *, order: str, zone: str) -> datetime | None:
    """Return the moment, at noon in `zone` where no time is given; None where the text is no date from 1970 to 2100.

    order: mdy, dmy or ymd, for what is written in three numbers without the year in front.
    """
    text = " ".join(text.split())
    found = (
        _from_iso(text)
        or _from_eight_digits(text)
        or _from_numbers(text, order)
        or _from_serial(text)
        or _from_words(text)
    )
    if found is None or not 1970 <= found.year <= 2100:
        return None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if (found.hour, found.minute) == (0, 0):
        found = found.replace(hour=12)
    return found.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _from_iso(text: str) -> datetime | None:
    if len(text) < 10 or text[4] != "-":
        return None
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None


def _from_eight_digits(text: str) -> datetime | None:
    """20240105, as tills write it."""
    if len(text) != 8 or not text.isdecimal() or text[:2] not in ("19", "20"):
        return None
    try:
        return datetime(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _from_numbers(text: str, order: str) -> datetime | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    first, second, third = (int(match[n]) for n in (1, 2, 3))
    if len(match[1]) == 4:
        year, month, day = first, second, third
    else:
        year = third + (2000 if third < 70 else 1900) if len(match[3]) <= 2 else third
        month, day = (second, first) if order == DMY else (first, second)
        if order == YMD and len(match[1]) <= 2:
            year, month, day = 2000 + first, second, third
    hour = int(match[4] or 0)
    if match[7]:
        hour = hour % 12 + (12 if match[7][0] in "pP" else 0)
    try:
        return datetime(year, month, day, hour, int(match[5] or 0), int(match[6] or 0))
    except ValueError:
        return None


def _from_serial(text: str) -> datetime | None:
    """A day as Excel counts them: 45292 is 1 January 2024."""
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    return EXCEL_DAY_ONE + timedelta(days=int(match[1]), seconds=round(float(f"0.{match[2] or 0}") * 86400))


def _from_words(text: str) -> datetime | None:
    if not re.search(r"[A-Za-z]{3}", text) or len(text) > 40:
        return None
    for form in _WORDS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def guess_order(texts: Iterable[str], *, region: str) -> tuple[str, bool]:
    """Return the order of day and month in these dates, and whether they prove it."""
    proven = dict.fromkeys(ORDERS, 0)
    for text in texts:
        match = _NUMBERS.match(text.strip())
        if match is None:
            continue
        if len(match[1]) == 4:
            proven[YMD] += 1
        elif int(match[1]) > 12:
            proven[DMY] += 1
        elif int(match[2]) > 12:
            proven[MDY] += 1
    best = max((MDY, DMY, YMD), key=lambda order: proven[order])
    # Dates with the year in front are read in any order; they say nothing of the others.
    if proven[MDY] or proven[DMY]:
        return (MDY if proven[MDY] >= proven[DMY] else DMY), not (proven[MDY] and proven[DMY])
    if proven[best]:
        return YMD, True
    return (MDY if region in ("US", "PR", "") else YMD if region in ("CA", "CN", "JP", "SE") else DMY), False
