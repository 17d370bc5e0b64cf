"""SMS segments: the values of Twilio's own calculator, and properties that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading.segments import GSM_BASIC, count_segments, smart_encode

gsm_text = st.text(alphabet=sorted(GSM_BASIC | set("{}[]€~^|\\")), max_size=500)
any_text = st.text(max_size=300)


@pytest.mark.parametrize(
    ("body", "encoding", "count"),
    [
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("a" * 152 + "€" + "a" * 20, "GSM-7", 2),
        ("ó" * 70, "UCS-2", 1),
        ("ó" * 71, "UCS-2", 2),
        ("ó" * 134, "UCS-2", 2),
        ("ó" * 135, "UCS-2", 3),
        ("😀" * 35, "UCS-2", 1),
        ("😀" * 36, "UCS-2", 2),
        ("Ç" * 160, "GSM-7", 1),
        ("ç", "UCS-2", 1),
        ("two\r\nlines", "GSM-7", 1),
    ],
)
def test_counts_as_the_network_does(body: str, encoding: str, count: int) -> None:
    counted = count_segments(body)
    assert (counted.encoding, counted.count) == (encoding, count)


def test_names_the_first_letter_that_halves_the_capacity() -> None:
    counted = count_segments("Hi, it’s us – ok?")
    assert (counted.cause, counted.cause_name) == ("’", "a curly quote")


def test_an_extension_pair_is_not_split() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 152).count == 3


def test_a_surrogate_pair_is_not_split() -> None:
    assert count_segments("ó" * 66 + "😀" + "ó" * 66).count == 3


def test_says_how_many_units_are_left() -> None:
    assert count_segments("a" * 150).left == 10
    assert count_segments("a" * 161).left == 306 - 161


def test_smart_encoding_brings_typography_back_to_one_segment() -> None:
    body = "“Hi”\u00a0it’s us – ready…\t`ok`"
    assert smart_encode(body) == "\"Hi\" it's us - ready... 'ok'"
    assert count_segments(smart_encode(body)).encoding == "GSM-7"


def test_smart_encoding_keeps_letters_that_carry_meaning() -> None:
    assert smart_encode("Gómez ç 😀") == "Gómez ç 😀"


@given(any_text)
def test_smart_encoding_twice_changes_nothing(body: str) -> None:
    assert smart_encode(smart_encode(body)) == smart_encode(body)


@given(any_text, any_text)
def test_joining_two_texts_loses_no_units_where_the_encoding_is_the_same(one: str, other: str) -> None:
    first, second, both = count_segments(one), count_segments(other), count_segments(one + other)
    if first.encoding == second.encoding == both.encoding:
        assert first.units + second.units == both.units


@given(gsm_text, gsm_text)
def test_a_longer_text_never_takes_fewer_segments(start: str, more: str) -> None:
    assert count_segments(start).count <= count_segments(start + more).count


@given(any_text, any_text)
def test_a_beginning_never_takes_more_segments_than_the_whole(start: str, more: str) -> None:
    assert count_segments(start).count <= count_segments(start + more).count


@given(any_text)
def test_segments_hold_what_they_are_said_to_hold(body: str) -> None:
    counted = count_segments(body)
    assert counted.units <= counted.count * counted.per_segment
    assert 0 <= counted.left <= counted.per_segment
