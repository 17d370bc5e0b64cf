"""Hours of a campaign or rule as one short text that a message carries: "01234 09:00-18:00". Pure.

Days are digits, Monday is 0; the hours hold on the clock of the recipient, and where several zones are possible on all
of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from functools import lru_cache

from accounts.hours import CommonHours, Interval, OpenHours
from contacts.jurisdictions import Whereabouts, zones_of

_WRITTEN = re.compile(r"([0-6]{1,7}) (\d\d:\d\d)-(\d\d:\d\d)")


def write_rule_hours(*, days: Iterable[int], start: str, end: str) -> str:
    """Return the text for these days from `start` to `end` ("09:00", "18:00"; "24:00" or "00:00" is midnight).

    Raises ValueError with a sentence where no day is named, a day or time makes no sense, or the end is not later.
    """
    chosen = sorted(set(days))
    if not chosen:
        raise ValueError("Choose at least one day.")
    if any(not 0 <= day <= 6 for day in chosen):
        raise ValueError("A day of the week is a number from 0 (Monday) to 6 (Sunday).")
    first, last = _read_time(start), _read_time("00:00" if end == "24:00" else end)
    if first >= last != time(0):
        raise ValueError("The hours must end later than they begin, on the same day.")
    return f"{''.join(map(str, chosen))} {first:%H:%M}-{last:%H:%M}"


def _read_time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day. Write it like 09:00.") from None


@lru_cache(maxsize=4096)
def find_rule_hours(written: str, where: Whereabouts) -> CommonHours | None:
    """Return the hours in every zone in which somebody may be; None where there are none or no zone is known.

    Without a zone the quiet hours refuse the message anyway. Raises ValueError for a text that nobody wrote here.
    """
    if not written:
        return None
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError("These are no hours of a rule.")
    start, end = time.fromisoformat(found[2]), time.fromisoformat(found[3])
    intervals = tuple(Interval(int(day), start, end) for day in found[1])
    zones = zones_of(where)
    return CommonHours(tuple(OpenHours(zone, intervals) for zone in zones)) if zones else None
