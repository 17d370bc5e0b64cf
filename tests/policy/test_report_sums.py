"""What texts add to a campaign's sums: each person once, whatever came of the texts, in whatever order it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reactivation.campaigns.reporting.sums import Key, Sums, Text, add_up, difference, slot_of

START = datetime(2026, 11, 24, 16, tzinfo=UTC)


@st.composite
def texts(draw: st.DrawFn) -> list[Text]:
    made: list[Text] = []
    for enrollment in range(draw(st.integers(0, 6))):
        for position in range(1, draw(st.integers(0, 3)) + 1):
            key = Key(1, position, 10 * position + draw(st.integers(0, 1)), 1, draw(st.integers(0, 167)))
            left_at = START + timedelta(days=3 * position)
            failed, proven = draw(st.booleans()), draw(st.booleans())
            made.append(Text(len(made), enrollment, key, left_at, position, draw(st.integers(1, 4)), failed, proven))
    return made


@given(texts())
def test_sums_are_those_of_a_plain_count(made: list[Text]) -> None:
    whole = Sums()
    for sums in add_up(made).values():
        whole = whole.plus(sums)
    reached = {text.enrollment for text in made if not text.failed}
    assert whole == Sums(
        len(made), sum(text.segments for text in made), sum(text.failed for text in made),
        sum(text.proven for text in made), len({text.enrollment for text in made}), len(reached),
    )  # fmt: skip


@given(texts(), st.data())
def test_what_is_told_bit_by_bit_comes_to_the_same(made: list[Text], data: st.DataObject) -> None:
    """First as if all had arrived, then each failure by itself, in any order."""
    known = {text.message: replace(text, failed=False) for text in made}
    sums = add_up(known.values())
    for text in data.draw(st.permutations(made)):
        before, known = known, known | {text.message: text}
        for key, changed in difference(add_up(known.values()), add_up(before.values())).items():
            sums[key] = sums.get(key, Sums()).plus(changed)
    assert {key: one for key, one in sums.items() if any(one)} == add_up(made)


@pytest.mark.parametrize(
    ("zone", "slot"),
    [("UTC", 24 + 16), ("America/New_York", 24 + 11), ("Pacific/Auckland", 48 + 5), ("Asia/Kolkata", 24 + 21)],
)
def test_the_slot_is_the_recipients_weekday_and_hour(zone: str, slot: int) -> None:
    assert slot_of(START, ZoneInfo(zone)) == slot
