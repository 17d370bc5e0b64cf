"""Weekly hours as people say them."""

from __future__ import annotations

import pytest

from accounts.hours_words import say_week

DAY = [["08:00", "17:00"]]
WORKDAYS = {day: DAY for day in ("mon", "tue", "wed", "thu", "fri")}
ALL_DAY = [["00:00", "24:00"]]


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (WORKDAYS, "Monday to Friday 8 am to 5 pm"),
        (WORKDAYS | {"sat": [["09:00", "12:30"]]}, "Monday to Friday 8 am to 5 pm, Saturday 9 am to 12:30 pm"),
        ({"mon": DAY, "tue": DAY, "thu": DAY}, "Monday and Tuesday 8 am to 5 pm, Thursday 8 am to 5 pm"),
        ({"mon": [["08:00", "12:00"], ["13:00", "17:00"]]}, "Monday 8 am to noon and 1 pm to 5 pm"),
        ({"fri": [["18:00", "02:00"]]}, "Friday 6 pm to 2 am"),
        ({"sat": ALL_DAY}, "Saturday around the clock"),
        ({day: ALL_DAY for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}, "every day, around the clock"),
        ({}, ""),
        ({"mon": []}, ""),
    ],
)
def test_a_week_in_words(week: dict[str, list[list[str]]], words: str) -> None:
    assert say_week(week) == words
