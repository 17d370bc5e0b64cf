"""How sure a share is: the intervals of a report, and when one text may be called better."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reactivation.campaigns.reporting.intervals import Share, difference, find_best, wilson

WHOLE = st.integers(1, 100_000)


@st.composite
def shares(draw: st.DrawFn, least: int = 1) -> Share:
    whole = draw(st.integers(least, 100_000))
    return Share(draw(st.integers(0, whole)), whole)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998 (Statistics in Medicine 17, 857-872), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(part: int, whole: int, low: float, high: float) -> None:
    found = wilson(part, whole)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    # Newcombe 1998 (Statistics in Medicine 17, 873-890), table II, method 10.
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(10, 10), Share(0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(one: Share, other: Share, low: float, high: float) -> None:
    found = difference(one, other)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(shares())
def test_the_share_lies_within_its_interval_and_both_within_nothing_and_all(share: Share) -> None:
    found = wilson(share.part, share.whole)
    assert 0 <= found.low <= share.part / share.whole <= found.high <= 1


@given(shares())
def test_who_did_and_who_did_not_mirror_each_other(share: Share) -> None:
    did, did_not = wilson(share.part, share.whole), wilson(share.whole - share.part, share.whole)
    assert did.low == pytest.approx(1 - did_not.high)


@given(shares(), st.integers(2, 9))
def test_more_people_make_it_surer(share: Share, times: int) -> None:
    few, many = wilson(share.part, share.whole), wilson(share.part * times, share.whole * times)
    assert many.high - many.low < few.high - few.low


@given(shares())
def test_to_be_surer_it_must_be_wider(share: Share) -> None:
    usual, strict = wilson(share.part, share.whole), wilson(share.part, share.whole, confidence=0.99)
    assert strict.low <= usual.low and usual.high <= strict.high


@given(shares(), shares())
def test_a_difference_turns_its_sign_with_its_sides(one: Share, other: Share) -> None:
    there, back = difference(one, other), difference(other, one)
    assert there is not None and back is not None
    assert there.low == pytest.approx(-back.high)
    assert there.low - 1e-9 <= one.part / one.whole - other.part / other.whole <= there.high + 1e-9


@given(shares())
def test_a_text_is_never_better_than_its_equal(share: Share) -> None:
    assert find_best([share, share]) is None


@given(st.lists(shares(least=50), min_size=2, max_size=4), st.randoms())
def test_which_is_best_does_not_depend_on_the_order(those: list[Share], random: object) -> None:
    best = find_best(those)
    turned = find_best(list(reversed(those)))
    assert (best is None) == (turned is None)
    if best is not None and turned is not None:
        assert those[best] == list(reversed(those))[turned]


@given(shares(), shares())
def test_who_is_best_is_clear_at_the_usual_measure_too(one: Share, other: Share) -> None:
    best = find_best([one, other])
    assume(best is not None)
    apart = difference(one, other)
    assert apart is not None
    assert apart.low > 0 if best == 0 else apart.high < 0


@pytest.mark.parametrize(
    ("those", "best"),
    [
        ([Share(40, 49), Share(0, 1000)], None),
        ([Share(40, 100), Share(10, 100)], 0),
        ([Share(10, 100), Share(40, 100)], 1),
        ([Share(20, 100), Share(10, 100)], None),
        ([Share(40, 100), Share(10, 100), Share(38, 100)], None),
        ([Share(40, 100)], None),
        ([], None),
    ],
)
def test_too_few_too_close_and_alone_say_nothing(those: list[Share], best: int | None) -> None:
    assert find_best(those) == best


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(part, whole)


def test_a_share_of_nobody_has_no_value_and_no_interval() -> None:
    nobody = Share(0, 0)
    assert nobody.value is None and nobody.interval is None and difference(nobody, nobody) is None
