"""Open hours in a zone, pure: is it open, when does it open next, which spans are open between two instants.

Open means: the wall clock of the zone stands inside an interval of that weekday. So an hour that a clock change repeats
is open twice and an hour that it skips is never open; `now` is always an argument.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A business that stays shut longer than this has no next opening worth planning for.
HORIZON_DAYS = 400


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, both ends aware and in UTC, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """Open on one weekday (Monday is 0) from one wall time to another.

    An end at or before the start means the next day: 18:00 to 02:00 runs over midnight, 00:00 to 00:00 is a whole day.
    """

    weekday: int
    start: time
    end: time


@lru_cache(maxsize=8192)
def wall_spans(day: date, start: time, end: time, zone: tzinfo) -> tuple[Span, ...]:
    """Return the spans of real time in which the zone's clock reads from `start` on `day` to `end`.

    Usually one; two or none where a clock change falls inside.
    """
    first = datetime.combine(day, start)
    last = datetime.combine(day if end > start else day + DAY, end)
    # Every offset in use is under a day, so this stretch surely holds the wall interval.
    low = first.replace(tzinfo=UTC) - DAY
    high = last.replace(tzinfo=UTC) + DAY
    spans: list[Span] = []
    for piece in _pieces_of_one_offset(low, high, zone):
        offset = piece.start.astimezone(zone).utcoffset() or timedelta()
        begin = max(first.replace(tzinfo=UTC) - offset, piece.start)
        finish = min(last.replace(tzinfo=UTC) - offset, piece.end)
        if begin < finish:
            spans.append(Span(begin, finish))
    return tuple(_joined(spans))


def _pieces_of_one_offset(low: datetime, high: datetime, zone: tzinfo) -> Iterator[Span]:
    """Cut a stretch of at most three days at the zone's clock change, if one falls inside."""
    before, after = low.astimezone(zone).utcoffset(), high.astimezone(zone).utcoffset()
    if before == after:
        yield Span(low, high)
        return
    left, right = low, high
    while right - left > timedelta(seconds=1):
        middle = (left + (right - left) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            left = middle
        else:
            right = middle
    yield Span(low, right)
    yield Span(right, high)


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Join spans that touch, so that a clock change outside the wall interval leaves no seam."""
    current: Span | None = None
    for span in sorted(spans):
        if current is not None and span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Weekly hours in one zone, shut on the given days (also for what would run over midnight from that day)."""

    zone: str
    intervals: tuple[Interval, ...]
    holidays: frozenset[date] = frozenset()

    def is_open(self, now: datetime) -> bool:
        """Say whether it is open at this instant."""
        return self.current(now) is not None

    def current(self, now: datetime) -> Span | None:
        """Return the open span that holds this instant, joined with what it runs into; None when shut."""
        local = now.astimezone(ZoneInfo(self.zone)).date()
        # Two days back and eight on: enough to see a run over midnight, and a week that never shuts.
        for span in _joined(self._spans(local - 2 * DAY, local + 8 * DAY)):
            if span.start <= now < span.end:
                return span
        return None

    def next_opening(self, now: datetime) -> datetime | None:
        """Return the first instant from now on at which it is open (now itself when open); None if never soon."""
        instant = now.astimezone(UTC)
        local = now.astimezone(ZoneInfo(self.zone)).date()
        for days in range(-2, HORIZON_DAYS):
            day = local + days * DAY
            ahead = [span for span in self._spans(day, day) if span.end > instant]
            if ahead:
                return max(instant, min(span.start for span in self._spans(day, day + DAY) if span.end > instant))
        return None

    def windows(self, begin: datetime, finish: datetime) -> tuple[Span, ...]:
        """Return the open spans between two instants, clipped to them, in order."""
        if not begin < finish:
            return ()
        zone = ZoneInfo(self.zone)
        days = (begin.astimezone(zone).date() - 2 * DAY, finish.astimezone(zone).date() + DAY)
        low, high = begin.astimezone(UTC), finish.astimezone(UTC)
        clipped = (Span(max(s.start, low), min(s.end, high)) for s in _joined(self._spans(*days)))
        return tuple(span for span in clipped if span.start < span.end)

    def _spans(self, first: date, last: date) -> list[Span]:
        zone = ZoneInfo(self.zone)
        found: list[Span] = []
        day = first
        while day <= last:
            if day not in self.holidays:
                for interval in self.intervals:
                    if interval.weekday == day.weekday():
                        found.extend(wall_spans(day, interval.start, interval.end, zone))
            day += DAY
        return found
