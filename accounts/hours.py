"""Open hours in a zone, pure: is it open, when does it open next, which spans are open between two instants.

Open means: the wall clock of the zone stands inside an interval of that weekday. So an hour that a clock change repeats
is open twice and an hour that it skips is never open; `now` is always an argument.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# A business that stays shut longer than this has no next opening worth planning for.
HORIZON_DAYS = 400
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, both ends aware and in UTC, the end not included."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, order=True)
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
    """Weekly hours in one zone, shut on the given days (also for what would run over midnight from that day).

    Raises ValueError when the zone does not exist.
    """

    zone: str
    intervals: tuple[Interval, ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise ValueError(f"{self.zone!r} is not a time zone.")

    def is_open(self, now: datetime) -> bool:
        """Say whether it is open at this instant."""
        return self.current(now) is not None

    def current(self, now: datetime) -> Span | None:
        """Return the open span that holds this instant, joined with what it runs into; None when shut."""
        day = now.astimezone(ZoneInfo(self.zone)).date()
        holding = [span for span in self._spans(day - DAY, day) if span.start <= now < span.end]
        if not holding:
            return None
        found = Span(min(s.start for s in holding), max(s.end for s in holding))
        # A business that never shuts is told a week at a time.
        for ahead in range(8):
            for span in self._spans(day + ahead * DAY, day + ahead * DAY):
                if span.start <= found.end < span.end:
                    found = Span(found.start, span.end)
        return found

    def next_opening(self, now: datetime) -> datetime | None:
        """Return the first instant from now on at which it is open (now itself when open); None if never soon."""
        instant = now.astimezone(UTC)
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for ahead in range(-1, HORIZON_DAYS):
            day = today + ahead * DAY
            starts = [span.start for span in self._spans(day, day) if span.end > instant]
            if starts:
                return max(instant, min(starts))
        return None

    def windows(self, begin: datetime, finish: datetime) -> tuple[Span, ...]:
        """Return the open spans between two instants, clipped to them, in order."""
        if not begin < finish:
            return ()
        zone = ZoneInfo(self.zone)
        first, last = begin.astimezone(zone).date() - DAY, finish.astimezone(zone).date()
        low, high = begin.astimezone(UTC), finish.astimezone(UTC)
        clipped = (Span(max(s.start, low), min(s.end, high)) for s in _joined(self._spans(first, last)))
        return tuple(span for span in clipped if span.start < span.end)

    def _spans(self, first: date, last: date) -> list[Span]:
        zone = ZoneInfo(self.zone)
        found: list[Span] = []
        day = first
        while day <= last:
            if day not in self.holidays:
                weekday = day.weekday()
                for interval in self.intervals:
                    if interval.weekday == weekday:
                        found.extend(wall_spans(day, interval.start, interval.end, zone))
            day += DAY
        return found


@dataclass(frozen=True, slots=True)
class CommonHours:
    """Several open hours at once, such as one window on the clocks of every zone in which somebody may be.

    Open where all are open. At least one must be given.
    """

    parts: tuple[OpenHours, ...]

    def is_open(self, now: datetime) -> bool:
        """Say whether all are open at this instant."""
        return all(part.is_open(now) for part in self.parts)

    def current(self, now: datetime) -> Span | None:
        """Return the span around this instant in which all are open; None when one is shut."""
        spans = [part.current(now) for part in self.parts]
        open_spans = [span for span in spans if span is not None]
        if len(open_spans) < len(spans):
            return None
        return Span(max(span.start for span in open_spans), min(span.end for span in open_spans))

    def next_opening(self, now: datetime) -> datetime | None:
        """Return the first instant from now on at which all are open; None if never soon."""
        instant = now
        while instant - now < HORIZON_DAYS * DAY:
            openings = [part.next_opening(instant) for part in self.parts]
            if any(opening is None for opening in openings):
                return None
            latest = max(opening for opening in openings if opening is not None)
            if latest <= instant:
                return instant
            instant = latest
        return None


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Say whether a time zone of this name exists."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # empty or odd names, a folder of the database, an unknown name
        return False
    return True


def read_hours(week: Mapping[str, Sequence[Sequence[str]]], *, zone: str, holidays: Iterable[date] = ()) -> OpenHours:
    """Read the hours that a Business or Member stores: {"mon": [["08:00", "12:00"], ["13:00", "17:00"]], …}.

    "24:00" is the end of the day. Raises ValueError with a sentence when a day, a time or the zone makes no sense.
    """
    intervals: list[Interval] = []
    for day, stretches in week.items():
        if day not in WEEKDAYS:
            raise ValueError(f"{day!r} is not a day of the week. Use mon, tue, wed, thu, fri, sat or sun.")
        for stretch in stretches:
            if len(stretch) != 2:
                raise ValueError(f"{day}: each stretch needs a start and an end.")
            start, end = (_read_time(text) for text in stretch)
            intervals.append(Interval(WEEKDAYS.index(day), start, end))
    return OpenHours(zone, tuple(sorted(intervals)), frozenset(holidays))


def _read_time(text: str) -> time:
    if text == "24:00":
        return time(0)
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day. Write it like 08:30.") from None
