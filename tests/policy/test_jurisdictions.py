"""The table of legal hours and how several possible places are read together."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from contacts.addresses import zones_of_states
from contacts.jurisdiction_table import FEDERAL, FEDERAL_ONLY, RULES_VERSION, STATE_ROWS, UNKNOWN, HoursRow
from contacts.jurisdictions import Whereabouts, quiet_hours, window_on

EASTERN, CENTRAL, MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def is_fine(where: Whereabouts, moment: datetime) -> bool:
    return quiet_hours(where).current(moment) is not None


# 2026-11-23 is a Monday.
WINDOWS = [
    ("NY", EASTERN, "08:00", "21:00"),
    ("CT", EASTERN, "09:00", "20:00"),
    ("FL", EASTERN, "08:00", "20:00"),
    ("KY", EASTERN, "10:00", "21:00"),
    ("LA", CENTRAL, "08:00", "20:00"),
    ("MI", EASTERN, "09:00", "21:00"),
    ("NV", "America/Los_Angeles", "09:00", "20:00"),
    ("OK", CENTRAL, "08:00", "20:00"),
    ("PA", EASTERN, "09:00", "19:00"),
    ("RI", EASTERN, "09:00", "18:00"),
    ("TX", CENTRAL, "09:00", "21:00"),
    ("WA", "America/Los_Angeles", "08:00", "20:00"),
]


@pytest.mark.parametrize(("state", "zone", "opens", "shuts"), WINDOWS)
def test_a_weekday_has_the_hours_of_its_state(state: str, zone: str, opens: str, shuts: str) -> None:
    span = quiet_hours(Whereabouts("US", (state,), (zone,))).current(local("2026-11-23T12:00", zone))
    assert span is not None
    assert (span.start, span.end) == (local(f"2026-11-23T{opens}", zone), local(f"2026-11-23T{shuts}", zone))


@pytest.mark.parametrize("state", ["AL", "LA", "MS", "PA", "RI", "SD", "UT"])
def test_some_states_have_no_sunday(state: str) -> None:
    zone = zones_of_states()[state][0]
    assert not is_fine(Whereabouts("US", (state,), (zone,)), local("2026-11-22T13:00", zone))


def test_a_sunday_in_texas_starts_at_noon() -> None:
    texas = Whereabouts("US", ("TX",), (CENTRAL,))
    assert not is_fine(texas, local("2026-11-22T11:59", CENTRAL))
    assert is_fine(texas, local("2026-11-22T12:00", CENTRAL))


def test_texas_hours_must_hold_in_central_time_too() -> None:
    assert not is_fine(Whereabouts("US", ("TX",), (MOUNTAIN,)), local("2026-11-23T20:30", MOUNTAIN))


def test_saturday_in_rhode_island_is_shorter() -> None:
    island = Whereabouts("US", ("RI",), (EASTERN,))
    assert not is_fine(island, local("2026-11-28T09:59", EASTERN))
    assert is_fine(island, local("2026-11-28T16:59", EASTERN))
    assert not is_fine(island, local("2026-11-28T17:00", EASTERN))


@pytest.mark.parametrize(
    ("state", "zone", "holiday"),
    [
        ("PA", EASTERN, "2026-11-26"),
        ("UT", MOUNTAIN, "2026-07-24"),
        ("LA", CENTRAL, "2026-02-17"),
        ("LA", CENTRAL, "2026-04-03"),
        ("RI", EASTERN, "2026-08-10"),
        ("RI", EASTERN, "2026-07-03"),
        ("AL", CENTRAL, "2026-04-27"),
    ],
)
def test_legal_holidays_are_closed_where_the_law_says_so(state: str, zone: str, holiday: str) -> None:
    assert not is_fine(Whereabouts("US", (state,), (zone,)), local(f"{holiday}T12:00", zone))


def test_a_holiday_is_an_ordinary_day_elsewhere() -> None:
    assert is_fine(Whereabouts("US", ("NY",), (EASTERN,)), local("2026-11-26T12:00", EASTERN))


@pytest.mark.parametrize(
    ("day", "opens", "shuts"), [("2026-07-15", "09:00", "20:00"), ("2026-11-23", "08:00", "20:00")]
)
def test_mississippi_hours_hold_in_standard_time_all_year(day: str, opens: str, shuts: str) -> None:
    span = quiet_hours(Whereabouts("US", ("MS",), (CENTRAL,))).current(local(f"{day}T12:00", CENTRAL))
    assert span is not None
    assert (span.start, span.end) == (local(f"{day}T{opens}", CENTRAL), local(f"{day}T{shuts}", CENTRAL))


def test_two_possible_zones_must_both_be_fine() -> None:
    both = Whereabouts("US", ("FL",), (EASTERN, CENTRAL))
    span = quiet_hours(both).current(local("2026-11-23T12:00", EASTERN))
    assert span is not None
    assert (span.start, span.end) == (local("2026-11-23T08:00", CENTRAL), local("2026-11-23T20:00", EASTERN))


def test_two_possible_states_must_both_be_fine() -> None:
    both = Whereabouts("US", ("KY", "RI"), (EASTERN,))
    span = quiet_hours(both).current(local("2026-11-23T12:00", EASTERN))
    assert span is not None
    assert (span.start, span.end) == (local("2026-11-23T10:00", EASTERN), local("2026-11-23T18:00", EASTERN))


def test_a_state_without_a_known_zone_has_all_its_zones() -> None:
    assert not is_fine(Whereabouts("US", ("TN",)), local("2026-11-23T08:30", EASTERN))
    assert is_fine(Whereabouts("US", ("TN",)), local("2026-11-23T09:00", EASTERN))


def test_an_unknown_state_has_the_strictest_window_of_all() -> None:
    unknown = Whereabouts("US", (), (EASTERN,))
    span = quiet_hours(unknown).current(local("2026-11-23T12:00", EASTERN))
    assert span is not None
    assert (span.start, span.end) == (local("2026-11-23T10:00", EASTERN), local("2026-11-23T18:00", EASTERN))
    assert not is_fine(unknown, local("2026-11-22T12:00", EASTERN))
    assert not is_fine(unknown, local("2026-11-26T12:00", EASTERN))


def test_a_state_that_does_not_exist_is_an_unknown_one() -> None:
    assert not is_fine(Whereabouts("US", ("XX",), (EASTERN,)), local("2026-11-23T09:30", EASTERN))


def test_nothing_known_in_the_united_states_must_be_fine_from_new_york_to_honolulu() -> None:
    nowhere = quiet_hours(Whereabouts("US"))
    span = nowhere.current(local("2026-11-23T16:00", EASTERN))
    assert span is not None
    assert (span.start, span.end) == (local("2026-11-23T10:00", "Pacific/Honolulu"), local("2026-11-23T18:00", EASTERN))


def test_an_unknown_country_with_a_known_zone_has_the_strictest_window() -> None:
    assert not is_fine(Whereabouts("", (), (EASTERN,)), local("2026-11-23T09:00", EASTERN))


def test_an_unknown_place_has_no_hours_at_all() -> None:
    nowhere = quiet_hours(Whereabouts())
    assert not nowhere.is_known
    assert nowhere.next_allowed(datetime(2026, 11, 23, 12, tzinfo=UTC)) is None


def test_a_zone_that_does_not_exist_counts_as_unknown() -> None:
    assert quiet_hours(Whereabouts("US", ("NY",), ("America/Nowhere",))).is_known
    assert not quiet_hours(Whereabouts("FR", (), ("Europe/Nowhere",))).is_known


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2026-11-23T07:59", False), ("2026-11-23T08:00", True), ("2026-11-28T19:59", True), ("2026-11-22T12:00", False)],
)
def test_abroad_the_hours_are_8_to_20_from_monday_to_saturday(moment: str, expected: bool) -> None:
    london = Whereabouts("GB", (), ("Europe/London",))
    assert is_fine(london, local(moment, "Europe/London")) is expected


def test_a_territory_follows_the_federal_hours() -> None:
    assert is_fine(Whereabouts("PR"), local("2026-11-22T20:59", "America/Puerto_Rico"))


def test_the_next_allowed_instant_skips_the_weekend_and_the_holiday() -> None:
    pennsylvania = quiet_hours(Whereabouts("US", ("PA",), (EASTERN,)))
    # Thanksgiving, the day after it, which Pennsylvania also keeps, then Saturday.
    assert pennsylvania.next_allowed(local("2026-11-25T19:00", EASTERN)) == local("2026-11-28T09:00", EASTERN)


@pytest.mark.parametrize(("states", "cap"), [(("FL",), 3), (("NY",), None), (("NY", "OR"), 3), ((), 3)])
def test_the_law_caps_texts_in_some_states(states: tuple[str, ...], cap: int | None) -> None:
    assert quiet_hours(Whereabouts("US", states, (EASTERN,))).cap == cap


def test_places_are_named_for_a_sentence() -> None:
    assert quiet_hours(Whereabouts("US", ("TX", "UT"), (MOUNTAIN,))).describe() == "Texas and Utah"


def test_every_state_has_a_row_or_the_federal_hours_and_never_both() -> None:
    assert STATE_ROWS.keys() | FEDERAL_ONLY == zones_of_states().keys()
    assert not STATE_ROWS.keys() & FEDERAL_ONLY


@pytest.mark.parametrize("row", [FEDERAL, UNKNOWN, *STATE_ROWS.values()], ids=lambda row: row.place)
def test_every_row_says_its_source_and_how_sure_it_is(row: HoursRow) -> None:
    assert row.source
    assert row.confidence in ("P", "P2", "S")
    assert date.fromisoformat(RULES_VERSION)


@pytest.mark.parametrize("row", STATE_ROWS.values(), ids=lambda row: row.place)
@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 26)])
def test_the_strictest_window_lies_within_every_row(row: HoursRow, day: date) -> None:
    strict, own = window_on(UNKNOWN, day), window_on(row, day)
    if strict is None:
        return
    assert own is not None
    assert own[0] <= strict[0] < strict[1] <= own[1]
    assert strict[1] > time(10)
