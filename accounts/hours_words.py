"""Pure: weekly hours in the words in which people say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from accounts.hours import WEEKDAYS

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WHOLE_DAY = (("00:00", "24:00"), ("00:00", "00:00"))


def say_week(week: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Return stored weekly hours in words: "Monday to Friday 8 am to 5 pm, Saturday 9 am to 12:30 pm".

    Days that follow each other and have the same hours are said together. Empty where no day has any.
    """
    if all(_stretches(week, day) in [(whole,) for whole in _WHOLE_DAY] for day in WEEKDAYS):
        return "every day, around the clock"
    return ", ".join(f"{_days(first, last)} {_times(stretches)}" for first, last, stretches in _runs(week))


def _stretches(week: Mapping[str, Sequence[Sequence[str]]], day: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(stretch) for stretch in week.get(day, ()))


def _runs(week: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[tuple[int, int, tuple[tuple[str, ...], ...]]]:
    """Yield first day, last day and stretches of days in a row that have the same."""
    first = 0
    while first < len(WEEKDAYS):
        same, last = _stretches(week, WEEKDAYS[first]), first
        while last + 1 < len(WEEKDAYS) and _stretches(week, WEEKDAYS[last + 1]) == same:
            last += 1
        if same:
            yield first, last, same
        first = last + 1


def _days(first: int, last: int) -> str:
    if first == last:
        return _NAMES[first]
    joined = "and" if last == first + 1 else "to"
    return f"{_NAMES[first]} {joined} {_NAMES[last]}"


def _times(stretches: Sequence[Sequence[str]]) -> str:
    return " and ".join(
        "around the clock" if tuple(stretch) in _WHOLE_DAY else f"{_clock(stretch[0])} to {_clock(stretch[1])}"
        for stretch in stretches
    )


def _clock(text: str) -> str:
    hour, minute = int(text[:2]) % 24, text[3:5]
    if (hour, minute) in ((0, "00"), (12, "00")):
        return "noon" if hour else "midnight"
    return f"{hour % 12 or 12}{'' if minute == '00' else ':' + minute} {'pm' if hour >= 12 else 'am'}"
