"""What a report holds: counts that add up, shares with their intervals, times. Words are in the templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from reactivation.campaigns.reporting.intervals import Interval, Share


@dataclass(frozen=True, slots=True)
class Spans:
    """How long something took: the middle one and the one that nine of ten were faster than; None of nothing.

    waiting: of how many the end has not come yet (they are in neither figure).
    """

    count: int
    median: timedelta | None
    p90: timedelta | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a breakdown: texts that left, people they reached, and what these people did then.

    key: what the line is of (an hour, the id of a variant or sender).
    """

    key: str
    label: str
    texts: int = 0
    reached: int = 0
    failed: int = 0
    segments: int = 0
    replied: int = 0
    positive: int = 0
    opted_out: int = 0

    @property
    def response(self) -> Share:
        """Return the share of those reached who replied."""
        return Share(self.replied, self.reached)

    @property
    def interest(self) -> Share:
        """Return the share of those reached who are interested."""
        return Share(self.positive, self.reached)


@dataclass(frozen=True, slots=True)
class StepFigures:
    """One step with its variants. best: the label that is surely better; empty where it is too early to say."""

    position: int
    total: Line
    variants: tuple[Line, ...]
    best: str = ""

    @property
    def is_compared(self) -> bool:
        return len(self.variants) > 1


@dataclass(frozen=True, slots=True)
class Count:
    """One part of a sum: its code, and how many people."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people are left out or stopped: the code, the sentence for people, how many."""

    code: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Those held back beside those written to: how many reached the goal, and the difference with its interval."""

    written_to: Share
    held_back: Share
    apart: Interval | None

    @property
    def is_clear(self) -> bool:
        """Return whether the difference is surely not nothing."""
        return self.apart is not None and (self.apart.low > 0 or self.apart.high < 0)


@dataclass(frozen=True, slots=True)
class Cost:
    """Segments handed to the provider, and their price where every sender's price is known in one currency."""

    segments: int
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The four shares of a campaign, for the one beside it."""

    name: str
    campaign_id: int
    response: Share
    positive: Share
    opt_out: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of features.md, "Measures". `audience` is the sum of `states`: nobody is counted twice or lost.

    audience = left_out + held_back + nothing_left + written_to; written_to = reached + not_reached.
    """

    at: datetime
    audience: int
    states: tuple[Count, ...]
    left_out: int
    held_back: int
    # Allowed, and no text of theirs has left: it waits, its time has not come, or their way ended before it.
    nothing_left: int
    written_to: int
    reached: int
    not_reached: int
    replied: int
    positive: int
    opted_out: int
    # Replied, but not within 30 days of the first text that reached them, or without one that did.
    replied_late: int
    waiting: int
    unknown: int
    reasons_left_out: tuple[Reason, ...]
    reasons_stopped: tuple[Reason, ...]
    intents: tuple[Count, ...]
    days: tuple[tuple[date, int], ...]
    steps: tuple[StepFigures, ...]
    hours: tuple[Line, ...]
    weekdays: tuple[Line, ...]
    senders: tuple[Line, ...]
    assistant_time: Spans
    person_time: Spans
    handoff_time: Spans
    escalation: Share
    # None: no appointment or won deal has been recorded so far.
    conversion: Share | None
    conversion_days: int
    # None: appointments are not kept here yet.
    booked: Share | None = None
    evidence: Share
    cost: Cost
    comparison: Comparison | None
    last: Headline | None

    @property
    def response(self) -> Share:
        """Return replied of reached."""
        return Share(self.replied, self.reached)

    @property
    def positive_share(self) -> Share:
        """Return the interested of those who replied."""
        return Share(self.positive, self.replied)

    @property
    def opt_out(self) -> Share:
        """Return opted out of reached."""
        return Share(self.opted_out, self.reached)

    @property
    def allowed(self) -> int:
        """Return who may be written to, those held back not included."""
        return self.nothing_left + self.written_to
