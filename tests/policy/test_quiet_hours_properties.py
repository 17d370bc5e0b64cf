"""Quiet hours over all zones and both clock changes of 2026, against the definition read minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.hours import Interval, OpenHours
from contacts.addresses import likely_places
from contacts.area_codes import AREA_CODES
from contacts.eligibility import Purpose, RecentSend, SendContext, SuppressionFact, SuppressionReason, Verdict, evaluate
from contacts.jurisdiction_table import ABROAD, FEDERAL, STATE_ROWS, UNKNOWN, HoursRow
from contacts.jurisdictions import window_on
from tests.policy.sending import campaign

STATES = st.sampled_from(sorted([*STATE_ROWS, "NY", "CA", "CO", "GA", "HI", "AK"]))
ZONES = st.sampled_from(
    ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
     "America/Anchorage", "Pacific/Honolulu"]
)  # fmt: skip
ABROAD_ZONES = st.sampled_from(
    ["Europe/London", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"]
)
DAYS = st.sampled_from(
    ["2026-03-07", "2026-03-08", "2026-03-29", "2026-04-03", "2026-04-05", "2026-07-03", "2026-10-04", "2026-10-25",
     "2026-10-31", "2026-11-01", "2026-11-22", "2026-11-25", "2026-12-24"]
)  # fmt: skip
MOMENTS = st.builds(
    lambda day, minute: datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minute),
    DAYS,
    st.integers(-600, 2000),
)
QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
RULE_HOURS = st.none() | st.builds(
    lambda zone, start, end: OpenHours(zone, tuple(Interval(day, start, end) for day in range(7))),
    ZONES,
    QUARTERS,
    QUARTERS,
)
PLACES = st.one_of(
    st.tuples(
        st.just("US"), st.lists(STATES, max_size=2).map(tuple), st.lists(ZONES, min_size=1, max_size=2).map(tuple)
    ),
    st.tuples(st.just("GB"), st.just(()), st.lists(ABROAD_ZONES, min_size=1, max_size=2).map(tuple)),
)


def rows_of(context: SendContext) -> list[HoursRow]:
    if context.country != "US":
        return [ABROAD]
    if not context.states:
        return [UNKNOWN]
    return [FEDERAL, *(STATE_ROWS[state] for state in context.states if state in STATE_ROWS)]


def reads_fine(context: SendContext, now: datetime) -> bool:
    """The definition itself: every row on every clock, and the hours of the rule, read at this instant."""
    for row in rows_of(context):
        for zone in {*context.zones, row.also_in} - {""}:
            local = now.astimezone(ZoneInfo(zone))
            window = window_on(row, local.date())
            if window is None or not window[0] <= local.time() < window[1]:
                return False
    if context.rule_hours is not None and not context.rule_hours.is_open(now):
        return False
    in_a_day = [send for send in context.recent if send.at > now - timedelta(hours=24)]
    return len(in_a_day) < 1


def placed(place: tuple[str, tuple[str, ...], tuple[str, ...]], now: datetime, hours: OpenHours | None) -> SendContext:
    country, states, zones = place
    return replace(campaign(), now=now, country=country, states=states, zones=zones, rule_hours=hours)


def examine(context: SendContext) -> None:
    """An allowed instant reads fine; a deferral ends on the first minute that reads fine, and `latest` on the last."""
    decision = evaluate(context)
    fine_now = reads_fine(context, context.now)
    assert (decision.verdict is Verdict.ALLOW) is fine_now
    if decision.verdict is Verdict.BLOCK:
        assert any(f.reason in ("no_common_time", "no_common_hour", "never_open") for f in decision.findings)
        return
    start = decision.until or context.now
    assert reads_fine(context, start)
    assert evaluate(replace(context, now=start)).verdict is Verdict.ALLOW
    minutes = int((start - context.now) / timedelta(minutes=1))
    assert not any(reads_fine(context, context.now + timedelta(minutes=m)) for m in range(0, minutes, 1))
    assert decision.latest is not None
    assert reads_fine(context, decision.latest - timedelta(minutes=1))
    assert not reads_fine(context, decision.latest)


@settings(max_examples=150, deadline=None)
@given(place=PLACES, now=MOMENTS, hours=RULE_HOURS, sent=st.none() | st.integers(0, 1500))
def test_a_deferral_ends_on_the_first_minute_that_all_rules_of_time_allow(
    place: tuple[str, tuple[str, ...], tuple[str, ...]], now: datetime, hours: OpenHours | None, sent: int | None
) -> None:
    context = placed(place, now, hours)
    if sent is not None:
        recent = (RecentSend(at=now - timedelta(minutes=sent), purpose=Purpose.CAMPAIGN),)
        context = replace(context, recent=recent)
    if evaluate(context).verdict is Verdict.BLOCK and hours is not None:
        # Never together: the brute force would need a year of minutes, so a fortnight in steps of 15 stands for it.
        assert not any(reads_fine(context, now + timedelta(minutes=15 * step)) for step in range(14 * 96))
    examine(context)


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(place=PLACES, now=MOMENTS, hours=RULE_HOURS)
def test_the_same_over_many_more_places(
    place: tuple[str, tuple[str, ...], tuple[str, ...]], now: datetime, hours: OpenHours | None
) -> None:
    examine(placed(place, now, hours))


@pytest.mark.parametrize("change", ["2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("state", ["NY", "FL", "TX", "MS", "KY"])
def test_every_half_hour_around_both_clock_changes_reads_as_the_law_does(change: str, state: str) -> None:
    begin = datetime.fromisoformat(change).replace(tzinfo=UTC) - timedelta(hours=20)
    for zone in ("America/New_York", "America/Chicago"):
        for step in range(96):
            context = placed(("US", (state,), (zone,)), begin + timedelta(minutes=30 * step), None)
            assert (evaluate(context).verdict is Verdict.ALLOW) is reads_fine(context, context.now)


def test_no_area_code_is_texted_at_night_anywhere_it_may_be() -> None:
    for code in AREA_CODES:
        places = likely_places(f"+1{code}5551234")
        for hour in range(0, 24, 3):
            now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)
            context = placed((places.country, places.states, places.zones), now, None)
            if evaluate(context).verdict is Verdict.ALLOW:
                assert all(8 <= now.astimezone(ZoneInfo(zone)).hour < 21 for zone in places.zones)


@settings(max_examples=80, deadline=None)
@given(place=PLACES, now=MOMENTS, state=STATES, zone=ZONES, reason=st.sampled_from(SuppressionReason))
def test_knowing_one_more_place_or_stop_never_lets_more_out(
    place: tuple[str, tuple[str, ...], tuple[str, ...]], now: datetime, state: str, zone: str, reason: SuppressionReason
) -> None:
    context = placed(place, now, None)
    before = evaluate(context)
    wider = [replace(context, zones=(*context.zones, zone))]
    if context.states:
        wider.append(replace(context, states=(*context.states, state)))
    stop = SuppressionFact(reason=reason, created_at=now - timedelta(hours=1))
    wider.append(replace(context, suppressions=(stop,)))
    for more in wider:
        after = evaluate(more)
        assert before.is_allowed or not after.is_allowed
        if before.until and after.until:
            assert after.until >= before.until


@settings(max_examples=40, deadline=None)
@given(place=PLACES, now=MOMENTS, purpose=st.sampled_from(Purpose))
def test_the_same_facts_give_the_same_answer_for_every_purpose(
    place: tuple[str, tuple[str, ...], tuple[str, ...]], now: datetime, purpose: Purpose
) -> None:
    context = replace(placed(place, now, None), purpose=purpose, answered_at=now - timedelta(minutes=20))
    assert evaluate(context) == evaluate(context)
    assert len(evaluate(context).findings) == 15
