"""The pure rules of campaigns: weights, held-back people, days, hours of a rule, what becomes of a step, alarms."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.jurisdictions import Whereabouts
from conversations.rule_hours import find_rule_hours, write_rule_hours
from reactivation.campaigns.alarms import Alarm, Figures, Level, read_alarms
from reactivation.campaigns.judging import DueStep, Fate, refuse_unasked
from reactivation.campaigns.policy import (
    day_of,
    hash_draft,
    is_held_back,
    latest_of,
    may_move,
    meets_stop,
    room_ahead,
    variant_index,
)

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEIGHTS = st.lists(st.integers(1, 100), min_size=1, max_size=4)


@given(st.integers(1, 10**12), st.integers(1, 10**9), WEIGHTS)
def test_a_variant_is_picked_the_same_way_each_time(contact: int, step: int, weights: list[int]) -> None:
    picked = variant_index(contact, step, weights)
    assert 0 <= picked < len(weights)
    assert picked == variant_index(contact, step, weights)


@given(st.integers(1, 10**9), WEIGHTS)
def test_variants_share_people_by_their_weights(step: int, weights: list[int]) -> None:
    people = 4000
    shares = Counter(variant_index(contact, step, weights) for contact in range(people))
    for index, weight in enumerate(weights):
        # Five standard deviations of a fair draw.
        expected = weight / sum(weights)
        assert abs(shares[index] / people - expected) < 5 * (expected * (1 - expected) / people) ** 0.5 + 1e-9


@given(st.integers(1, 10**9), st.integers(0, 100))
def test_as_many_are_held_back_as_were_asked_for(campaign: int, percent: int) -> None:
    held = sum(is_held_back(campaign, contact, percent) for contact in range(3000))
    share = percent / 100
    assert abs(held / 3000 - share) <= 5 * (share * (1 - share) / 3000) ** 0.5


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(0, 99))
def test_holding_back_more_keeps_everybody_who_was_held_back(campaign: int, contact: int, percent: int) -> None:
    assert is_held_back(campaign, contact, percent) <= is_held_back(campaign, contact, percent + 1)


def test_a_step_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        variant_index(1, 1, [0, 0])


@pytest.mark.parametrize(
    ("state", "to", "allowed"),
    [
        ("draft", "scheduled", True), ("scheduled", "draft", True), ("scheduled", "running", True),
        ("running", "scheduled", False), ("paused", "running", True), ("stopped", "running", False),
        ("finished", "running", False), ("draft", "paused", False),
    ],
)  # fmt: skip
def test_a_campaign_moves_along_the_table_only(state: str, to: str, allowed: bool) -> None:
    assert may_move(state, to) is allowed


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))
def test_a_day_of_the_business_holds_its_moments_and_is_followed_by_the_next(now: datetime) -> None:
    day = day_of(now, "America/New_York")
    assert day.start <= now < day.end
    assert day_of(day.end, "America/New_York").start == day.end
    assert day.start.astimezone(ZoneInfo("America/New_York")).hour == 0


def test_the_day_on_which_clocks_change_is_shorter_or_longer() -> None:
    spring = day_of(datetime(2027, 3, 14, 15, tzinfo=UTC), "America/New_York")
    autumn = day_of(datetime(2026, 11, 1, 15, tzinfo=UTC), "America/New_York")
    assert (spring.end - spring.start, autumn.end - autumn.start) == (23 * HOUR, 25 * HOUR)


def test_rule_hours_hold_on_every_clock_somebody_may_read() -> None:
    written = write_rule_hours(days=[0, 1, 2, 3, 4], start="09:00", end="18:00")
    both = find_rule_hours(written, Whereabouts("US", ("NY", "CA"), ("America/New_York", "America/Los_Angeles")))
    assert both is not None
    assert both.next_opening(NOW) == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    span = both.current(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    assert span is not None and span.end == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


def test_no_rule_hours_and_no_zone_give_none() -> None:
    assert find_rule_hours("", Whereabouts("US")) is None
    assert find_rule_hours("0 09:00-10:00", Whereabouts("XX")) is None


@pytest.mark.parametrize(
    ("days", "start", "end"),
    [([], "09:00", "18:00"), ([7], "09:00", "18:00"), ([1], "18:00", "09:00"), ([1], "soon", "18:00")],
)
def test_rule_hours_that_make_no_sense_are_refused(days: list[int], start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"[A-Z].*\."):
        write_rule_hours(days=days, start=start, end=end)


def test_midnight_ends_a_whole_day() -> None:
    assert write_rule_hours(days=[6, 5, 6], start="08:00", end="24:00") == "56 08:00-00:00"


def step(**changes: object) -> DueStep:
    values: dict[str, object] = {"position": 2, "latest": NOW + HOUR, "hours": "3 days", **changes}
    return DueStep(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "fate"),
    [
        (step(), None),
        (step(latest=NOW), Fate.SKIP),
        (step(recalled=True), Fate.SKIP),
        (step(recalled=True, held_back=True), None),
        (step(stopped_by="tag"), Fate.LEAVE_OUT),
    ],
)
def test_what_needs_no_look_at_the_rules_is_settled_first(due: DueStep, fate: Fate | None) -> None:
    outcome = refuse_unasked(due, now=NOW)
    assert (outcome.fate if outcome else None) == fate


def test_lateness_counts_from_a_steps_own_time_and_a_first_text_is_on_time() -> None:
    assert latest_of(NOW - 10 * HOUR, 12, now=NOW) == NOW + 2 * HOUR
    assert latest_of(None, 12, now=NOW) == NOW + 12 * HOUR


def test_a_queue_holds_half_an_hour_of_the_senders_rate() -> None:
    assert (room_ahead(1.0, 0.8), room_ahead(0.01, 0.8)) == (1440, 200)


def test_stop_conditions_name_themselves() -> None:
    stop_on = {"standings": ["customer"], "tags": ["vip"]}
    assert meets_stop(stop_on, standing="customer", tags=[]) == "standing"
    assert meets_stop(stop_on, standing="new", tags=["vip", "x"]) == "tag"
    assert meets_stop({}, standing="customer", tags=["vip"]) == ""


def test_a_draft_hash_changes_with_what_it_is_of_and_not_with_the_order() -> None:
    assert hash_draft({"a": 1, "b": [2]}) == hash_draft({"b": [2], "a": 1}) != hash_draft({"a": 1, "b": [3]})


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (Figures(people=3, texts=3, opt_outs=1, complaints=1, filtered=1, failed=1), []),
        (Figures(people=1000, texts=1000, complaints=1), []),
        (Figures(people=1000, texts=1000, complaints=2), [("complaints", Level.WARN)]),
        (Figures(people=1000, texts=1000, complaints=3), [("complaints", Level.PAUSE)]),
        (Figures(people=2000, texts=2000, complaints=3), [("complaints", Level.WARN)]),
        (Figures(people=100, texts=100, opt_outs=9), [("opt_outs", Level.WARN)]),
        (Figures(people=100, texts=100, opt_outs=10), [("opt_outs", Level.PAUSE)]),
        (Figures(people=200, texts=200, filtered=10), [("filtered", Level.PAUSE)]),
        (Figures(people=40, texts=40, failed=20), [("sender", Level.PAUSE)]),
        (Figures(people=0, sender_problem="It is not registered."), [("sender", Level.PAUSE)]),
        (Figures(), []),
    ],
)
def test_figures_warn_and_pause_from_their_limits_on(figures: Figures, found: list[tuple[str, Level]]) -> None:
    assert [(alarm.by, alarm.level) for alarm in read_alarms(figures)] == found


def test_an_alarm_says_its_numbers() -> None:
    alarm: Alarm = read_alarms(Figures(people=1000, texts=1000, complaints=4))[0]
    assert alarm.sentence == "4 of 1,000 people complained (0.4%; the limit is 0.3%)."


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_what_pauses_stands_in_front(people: int, opt_outs: int, filtered: int, failed: int) -> None:
    figures = Figures(people=people, texts=people, opt_outs=min(opt_outs, people), filtered=min(filtered, people),
                      failed=min(failed, people))  # fmt: skip
    levels = [alarm.level is Level.PAUSE for alarm in read_alarms(figures)]
    assert levels == sorted(levels, reverse=True)
