"""Pure: how long a release takes, what it costs, and how such things are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from math import ceil
from typing import Any

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIGNS = {"USD": "$", "CAD": "CA$", "GBP": "£", "EUR": "€", "AUD": "A$", "NZD": "NZ$"}


def days_needed(people: int, *, per_day: int | None, days_a_week: int = 7) -> int:
    """Return in how many days, counted from the first, everybody has their first text; 1 where there is no limit.

    per_day: the daily limit; days_a_week: on how many days of a week texts may leave at all.
    """
    if people <= 0 or not per_day:
        return 1
    busy = ceil(people / per_day)
    weeks, rest = divmod(busy - 1, max(1, min(7, days_a_week)))
    return weeks * 7 + rest + 1


def say_release(people: int, *, per_day: int | None, window: Mapping[str, Any]) -> str:
    """Return a sentence such as "1,240 people at 200 a day: takes about 7 days"."""
    if people <= 0:
        return "Nobody is in the audience yet."
    if not per_day:
        return f"All {people:,} first texts leave as fast as the number may send."
    days = days_needed(people, per_day=per_day, days_a_week=len(window.get("days") or range(7)))
    span = "1 day" if days == 1 else f"about {days} days"
    return f"{people:,} {'person' if people == 1 else 'people'} at {per_day:,} a day: takes {span}."


def say_window(window: Mapping[str, Any]) -> str:
    """Return "Monday to Friday, 9 am to 6 pm where they are", or that any lawful hour will do."""
    if not window:
        return "At any hour that the law allows where they are"
    days = sorted(int(day) for day in window.get("days") or range(7))
    return (
        f"{_say_days(days)}, {say_hour(window.get('from', ''))} to {say_hour(window.get('until', ''))} where they are"
    )


def _say_days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "Every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    names = [DAYS[day] for day in days]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def say_hour(written: str) -> str:
    """Return "9 am" for "09:00" and "midnight" for "24:00"; what is no time as it stands."""
    if written in ("24:00", "00:00"):
        return "midnight"
    try:
        moment = time.fromisoformat(written)
    except ValueError:
        return written
    clock = f"{(moment.hour - 1) % 12 + 1}" + (f":{moment:%M}" if moment.minute else "")
    return f"{clock} {'am' if moment.hour < 12 else 'pm'}"


def say_price(segments: int, *, price: Decimal | None, currency: str) -> str:
    """Return "about $12.40" for so many segments, or nothing where no price is set."""
    if price is None:
        return ""
    cost = price * segments
    sign = SIGNS.get(currency, f"{currency} ")
    return f"about {sign}{cost:,.2f}" if cost >= Decimal("0.01") or not cost else f"less than {sign}0.01"


def say_shares(weights: Sequence[int]) -> list[str]:
    """Return "67 %" and "33 %" for the shares 2 and 1."""
    total = sum(weights) or 1
    return [f"{round(100 * weight / total)} %" for weight in weights]
