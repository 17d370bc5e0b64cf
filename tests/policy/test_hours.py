"""Open hours: weekly intervals, over midnight, holidays, clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.hours import Interval, OpenHours, Span, read_hours, wall_spans

NEW_YORK = ZoneInfo("America/New_York")
SHOP = read_hours({"mon": [["08:00", "12:00"], ["13:00", "17:00"]], "tue": [["08:00", "17:00"]]}, zone=NEW_YORK.key)
BAR = OpenHours(NEW_YORK.key, tuple(Interval(day, time(18), time(2)) for day in range(7)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23T07:59:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T13:00", True),
        ("2026-11-23T17:00", False),
        ("2026-11-25T10:00", False),
    ],
)
def test_is_open_from_the_first_minute_to_before_the_last(moment: str, is_open: bool) -> None:
    assert SHOP.is_open(at(moment)) is is_open


def test_opens_next_after_lunch() -> None:
    assert SHOP.next_opening(at("2026-11-23T12:30")) == at("2026-11-23T13:00")


def test_opens_next_in_the_coming_week() -> None:
    assert SHOP.next_opening(at("2026-11-24T17:00")) == at("2026-11-30T08:00")


def test_an_open_shop_opens_now() -> None:
    assert SHOP.next_opening(at("2026-11-23T09:30")) == at("2026-11-23T09:30")


def test_hours_over_midnight_belong_to_the_evening_before() -> None:
    assert BAR.is_open(at("2026-11-24T01:59"))
    assert not BAR.is_open(at("2026-11-24T02:00"))
    assert BAR.next_opening(at("2026-11-24T02:00")) == at("2026-11-24T18:00")


def test_a_holiday_shuts_the_run_over_midnight_that_starts_on_it() -> None:
    shut = OpenHours(BAR.zone, BAR.intervals, frozenset({date(2026, 11, 26)}))
    assert shut.is_open(at("2026-11-26T01:00"))
    assert not shut.is_open(at("2026-11-26T19:00"))
    assert not shut.is_open(at("2026-11-27T01:00"))
    assert shut.next_opening(at("2026-11-26T03:00")) == at("2026-11-27T18:00")


def test_hours_without_any_interval_never_open() -> None:
    assert OpenHours("UTC", ()).next_opening(at("2026-11-23T09:00")) is None


def test_a_shop_that_never_shuts_is_one_window() -> None:
    always = OpenHours("America/New_York", tuple(Interval(day, time(0), time(0)) for day in range(7)))
    begin, finish = at("2026-03-06T00:00"), at("2026-03-12T00:00")
    assert always.windows(begin, finish) == (Span(begin.astimezone(UTC), finish.astimezone(UTC)),)


def test_windows_are_clipped_to_what_was_asked() -> None:
    found = SHOP.windows(at("2026-11-23T09:00"), at("2026-11-23T14:00"))
    assert [(s.start, s.end) for s in found] == [
        (at("2026-11-23T09:00"), at("2026-11-23T12:00")),
        (at("2026-11-23T13:00"), at("2026-11-23T14:00")),
    ]


def test_current_says_when_it_shuts() -> None:
    span = BAR.current(at("2026-11-24T01:00"))
    assert span is not None
    assert (span.start, span.end) == (at("2026-11-23T18:00"), at("2026-11-24T02:00"))


def test_an_hour_that_the_clock_repeats_is_open_twice() -> None:
    (span,) = wall_spans(date(2026, 11, 1), time(1), time(2), NEW_YORK)
    assert span.end - span.start == timedelta(hours=2)


def test_half_an_hour_that_the_clock_repeats_gives_two_windows() -> None:
    assert len(wall_spans(date(2026, 11, 1), time(1), time(1, 30), NEW_YORK)) == 2


def test_an_hour_that_the_clock_skips_is_never_open() -> None:
    assert wall_spans(date(2026, 3, 8), time(2), time(3), NEW_YORK) == ()


@pytest.mark.parametrize(
    ("week", "sentence"),
    [
        ({"monday": []}, "'monday' is not a day of the week. Use mon, tue, wed, thu, fri, sat or sun."),
        ({"mon": [["8", "25:00"]]}, "'8' is not a time of day. Write it like 08:30."),
        ({"mon": [["08:00"]]}, "mon: each stretch needs a start and an end."),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_sentence(week: dict[str, list[list[str]]], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_hours(week, zone="UTC")
    assert str(refused.value) == sentence


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a time zone"):
        read_hours({}, zone="America/Nowhere")


def test_the_end_of_the_day_may_be_written_as_24() -> None:
    assert read_hours({"mon": [["22:00", "24:00"]]}, zone="UTC").intervals == (Interval(0, time(22), time(0)),)


ZONES = st.sampled_from(
    ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]
)
QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
INTERVALS = st.lists(st.builds(Interval, st.integers(0, 6), QUARTERS, QUARTERS), min_size=1, max_size=5).map(tuple)
CHANGES = st.sampled_from(["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"])


def reads_open(hours: OpenHours, now: datetime) -> bool:
    """The definition itself: the wall clock stands inside an interval of the day, or of the day before."""
    local = now.astimezone(ZoneInfo(hours.zone))
    clock, today = local.time(), local.weekday()
    for interval in hours.intervals:
        if interval.end > interval.start:
            if interval.weekday == today and interval.start <= clock < interval.end:
                return True
        elif (interval.weekday == today and clock >= interval.start) or (
            interval.weekday == (today - 1) % 7 and clock < interval.end
        ):
            return True
    return False


@settings(max_examples=60, deadline=None)
@given(zone=ZONES, intervals=INTERVALS, change=CHANGES, quarter=st.integers(-200, 200))
def test_open_and_next_opening_follow_the_wall_clock_on_every_clock_change(
    zone: str, intervals: tuple[Interval, ...], change: str, quarter: int
) -> None:
    hours = OpenHours(zone, intervals)
    now = datetime.fromisoformat(change).replace(tzinfo=UTC) + timedelta(minutes=15 * quarter)
    assert hours.is_open(now) is reads_open(hours, now)
    opening = hours.next_opening(now)
    grid = (now + timedelta(minutes=15 * step) for step in range(8 * 96))
    assert opening == next((moment for moment in grid if reads_open(hours, moment)), None)


@settings(max_examples=40, deadline=None)
@given(zone=ZONES, intervals=INTERVALS, change=CHANGES)
def test_windows_hold_exactly_the_open_instants(zone: str, intervals: tuple[Interval, ...], change: str) -> None:
    hours = OpenHours(zone, intervals)
    begin = datetime.fromisoformat(change).replace(tzinfo=UTC) - timedelta(days=1)
    windows = hours.windows(begin, begin + timedelta(days=3))
    for step in range(3 * 96):
        now = begin + timedelta(minutes=15 * step)
        assert any(span.start <= now < span.end for span in windows) is reads_open(hours, now)
