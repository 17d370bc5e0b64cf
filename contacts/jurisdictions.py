"""When a text may reach a person, wherever that person may be. Pure; `jurisdiction_table` holds the law as data.

A `Whereabouts` is every place that is possible. An hour is fine only when it is fine in all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays as holiday_calendars

from accounts.hours import DAY, Span, is_zone, wall_spans
from contacts.addresses import zones_of_country, zones_of_states
from contacts.jurisdiction_table import (
    ABROAD,
    FEDERAL,
    FEDERAL_ONLY,
    RULES_VERSION,
    STATE_ROWS,
    TERRITORIES,
    UNKNOWN,
    UNKNOWN_US_ZONES,
    HoursRow,
    Window,
)

__all__ = ["RULES_VERSION", "QuietHours", "Whereabouts", "quiet_hours", "zones_of"]

# Longest wait that any real combination of rows, zones and holidays can ask for, with room.
HORIZON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Every place where a person may be: ISO country, US states, zones. Empty means not known."""

    country: str = ""
    states: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Clock:
    """One row of the table read on one zone's clock."""

    row: HoursRow
    zone: ZoneInfo

    def spans_on(self, day: date) -> tuple[Span, ...]:
        window = window_on(self.row, day)
        return wall_spans(day, *window, self.zone) if window else ()

    def current(self, at: datetime) -> Span | None:
        for span in self.spans_on(at.astimezone(self.zone).date()):
            if span.start <= at < span.end:
                return span
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        day = at.astimezone(self.zone).date()
        for ahead in range(HORIZON.days):
            for span in self.spans_on(day + ahead * DAY):
                if span.end > at:
                    return max(at, span.start)
        return None


class QuietHours:
    """The hours of one Whereabouts, all rows and zones together. Get one from `quiet_hours`, which keeps them."""

    __slots__ = ("_clocks", "_gap", "_last", "cap", "rows")

    def __init__(self, clocks: Iterable[_Clock]) -> None:
        self._clocks = tuple(clocks)
        # The open span and the gap found last: a campaign asks for one place many times within the same hour.
        self._last: Span | None = None
        self._gap: Span | None = None
        rows = {clock.row.place: clock.row for clock in self._clocks}
        self.rows: tuple[HoursRow, ...] = tuple(rows.values())
        self.cap: int | None = min((row.cap for row in self.rows if row.cap), default=None)

    @property
    def is_known(self) -> bool:
        """Whether there is any clock to read; without one no hour can be called fine."""
        return bool(self._clocks)

    def current(self, at: datetime) -> Span | None:
        """Return the span around this instant that is fine everywhere; None when it is not fine somewhere."""
        if self._last is not None and self._last.start <= at < self._last.end:
            return self._last
        if self._gap is not None and self._gap.start <= at < self._gap.end:
            return None
        found: Span | None = None
        for clock in self._clocks:
            span = clock.current(at)
            if span is None:
                return None
            found = Span(max(found.start, span.start), min(found.end, span.end)) if found else span
        self._last = found
        return found

    def next_allowed(self, at: datetime) -> datetime | None:
        """Return the first instant from `at` on that is fine everywhere; None when there is none within a month."""
        instant = at.astimezone(UTC)
        if self._gap is not None and self._gap.start <= instant < self._gap.end:
            return self._gap.end
        opening = self._search(instant)
        if opening is not None and opening > instant:
            self._gap = Span(instant, opening)
        return opening

    def _search(self, instant: datetime) -> datetime | None:
        limit = instant + HORIZON
        while self._clocks and instant < limit:
            latest = instant
            for clock in self._clocks:
                opening = clock.next_opening(instant)
                if opening is None:
                    return None
                latest = max(latest, opening)
            if latest == instant:
                return instant
            instant = latest
        return None

    def describe(self) -> str:
        """Name the places for a sentence: "Florida", "Texas and Utah", "any state"."""
        names = [row.name for row in self.rows if row is not FEDERAL] or [row.name for row in self.rows]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def quiet_hours(where: Whereabouts) -> QuietHours:
    """Return the hours that hold for these whereabouts.

    Unknown state in the United States: the strictest of all rows. Unknown country: that, and the courtesy abroad.
    Unknown zone: every zone of the states, else of the country; where none is found the result is not known.
    """
    return _quiet_hours(where.country.upper(), frozenset(where.states), frozenset(where.zones))


def zones_of(where: Whereabouts) -> tuple[str, ...]:
    """Return the zones whose clocks `quiet_hours` reads for these whereabouts; none where nobody can tell."""
    country = "US" if where.country.upper() in TERRITORIES else where.country.upper()
    states = {*where.states, where.country.upper()} if where.country.upper() in TERRITORIES else set(where.states)
    return _zones_for(country, frozenset(states), frozenset(where.zones))


@lru_cache(maxsize=4096)
def _quiet_hours(country: str, states: frozenset[str], zones: frozenset[str]) -> QuietHours:
    if country in TERRITORIES:
        country, states = "US", states | {country}
    rows = _rows_for(country, states)
    names = _zones_for(country, states, zones)
    clocks = {(row.place, name): _Clock(row, ZoneInfo(name)) for row in rows for name in names}
    for row in rows:
        if row.also_in and names:
            clocks[row.place, row.also_in] = _Clock(row, ZoneInfo(row.also_in))
    return QuietHours(clocks[key] for key in sorted(clocks))


def _rows_for(country: str, states: frozenset[str]) -> tuple[HoursRow, ...]:
    if country and country != "US":
        return (ABROAD,)
    named = {state.upper() for state in states}
    of_states = tuple(STATE_ROWS[state] for state in sorted(named) if state in STATE_ROWS)
    if named and named <= FEDERAL_ONLY | STATE_ROWS.keys():
        # The federal hours hold everywhere, whatever a state adds.
        return (FEDERAL, *of_states)
    return (UNKNOWN, *of_states) if country else (UNKNOWN, ABROAD, *of_states)


def _zones_for(country: str, states: frozenset[str], zones: frozenset[str]) -> tuple[str, ...]:
    if zones and all(is_zone(zone) for zone in zones):
        return tuple(sorted(zones))
    of_states = {zone for state in states for zone in zones_of_states().get(state.upper(), ())}
    if of_states and country in ("", "US"):
        return tuple(sorted(of_states))
    return UNKNOWN_US_ZONES if country == "US" else zones_of_country(country)


def window_on(row: HoursRow, day: date) -> Window | None:
    """Return the local window of a row on a date; None when nothing may be sent on that day."""
    if any(day in _legal_holidays(state, day.year) for state in row.holidays):
        return None
    weekday = day.weekday()
    if weekday < 5:
        return row.weekdays
    return row.saturday if weekday == 5 else row.sunday


@lru_cache(maxsize=256)
def _legal_holidays(state: str, year: int) -> frozenset[date]:
    """Return federal and state holidays, observed days included: where a law says "holiday" both are closed."""
    return frozenset(holiday_calendars.country_holidays("US", subdiv=state, years=year))
