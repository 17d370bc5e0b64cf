"""A simulation as its page shows it: days and hours, who gets what and when, who not and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import TruncHour

from contacts.search import find_people
from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.models import Campaign, SimulatedStep, Simulation, Variant
from reactivation.campaigns.reasons import SENTENCES

PAGE = 25
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
# A simulation of a year of hours is still read in one go.
MOST_HOURS = 24 * 400
MOST_FOUND = 200
Outcome = SimulatedStep.Outcome
OUTCOMES = (("sent", "Get a text"), ("left_out", "Left out"), ("skipped", "Skipped"), ("held_back", "Held back"))


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the business's clock: how many of each text leave in it."""

    starts_at: datetime
    texts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.texts)


@dataclass
class Day:
    """One day of the business's calendar with the hours in which something leaves."""

    date: date
    hours: list[Hour] = field(default_factory=list)
    first_at: datetime | None = None
    last_at: datetime | None = None
    texts: list[tuple[str, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.texts)


@dataclass(frozen=True, slots=True)
class Why:
    """One reason with its sentence and its number."""

    reason: str
    sentence: str
    count: int


@dataclass
class Played:
    """What a simulation showed. left_out, skipped, waited: reasons; waited are those whose text came later."""

    simulation: Simulation
    is_current: bool
    days: list[Day] = field(default_factory=list)
    left_out: list[Why] = field(default_factory=list)
    skipped: list[Why] = field(default_factory=list)
    waited: list[Why] = field(default_factory=list)

    @property
    def is_under_way(self) -> bool:
        return self.simulation.state in (Simulation.State.WAITING, Simulation.State.RUNNING)

    @property
    def is_done(self) -> bool:
        return bool(self.simulation.state == Simulation.State.DONE)

    @property
    def is_partial(self) -> bool:
        return self.simulation.people < self.simulation.total


def newest_simulation(campaign: Campaign) -> Simulation | None:
    """Return the last simulation that was asked for."""
    return Simulation.objects.for_business(campaign.business_id).filter(campaign=campaign).order_by("-pk").first()


def read_simulation(campaign: Campaign, simulation: Simulation | None) -> Played | None:
    """Return what the page shows of a simulation, by a constant number of queries."""
    if simulation is None:
        return None
    played = Played(simulation, is_current=simulation.draft_hash == draft_hash(campaign))
    if not played.is_done:
        return played
    rows = SimulatedStep.objects.for_business(simulation.business_id).filter(simulation=simulation)
    played.days = _days(rows.filter(outcome=Outcome.SENT), zone=ZoneInfo(campaign.business.zone))
    played.left_out = _reasons(rows.filter(outcome=Outcome.LEFT_OUT))
    played.skipped = _reasons(rows.filter(outcome=Outcome.SKIPPED))
    played.waited = _reasons(rows.filter(outcome=Outcome.SENT).exclude(findings=[]))
    return played


def _days(sent: QuerySet[SimulatedStep], *, zone: ZoneInfo) -> list[Day]:
    hours = sent.annotate(hour=TruncHour("at", tzinfo=zone)).values_list("hour", "position")
    counted = hours.annotate(n=Count("pk"), first=Min("at"), last=Max("at")).order_by("hour", "position")[:MOST_HOURS]
    return [_day(day, list(rows)) for day, rows in groupby(counted, key=lambda row: row[0].date())]


def _day(day: date, rows: list[tuple[datetime, int, int, datetime, datetime]]) -> Day:
    found = Day(day, first_at=min(row[3] for row in rows), last_at=max(row[4] for row in rows))
    for hour, group in groupby(rows, key=lambda row: row[0]):
        found.hours.append(Hour(hour, tuple((name_text(position), count) for _, position, count, *_ in group)))
    positions = sorted({row[1] for row in rows})
    found.texts = [(name_text(one), sum(row[2] for row in rows if row[1] == one)) for one in positions]
    return found


def compared_steps(campaign: Campaign) -> set[int]:
    """Return the positions of the steps at which wordings are compared."""
    others = Variant.objects.for_business(campaign.business_id).filter(step__campaign=campaign).exclude(label="A")
    return set(others.values_list("step__position", flat=True))


def name_text(position: int) -> str:
    """Return "first" for the first text."""
    return ORDINALS[position - 1] if 0 < position <= len(ORDINALS) else f"{position}th"


def _reasons(rows: QuerySet[SimulatedStep]) -> list[Why]:
    """Group by the first finding; its sentence is as one of the people has it."""
    code, words = "findings__0__2", "findings__0__3"
    counted = rows.values_list(code).annotate(n=Count("pk"), said=Min(KT(words))).order_by("-n", code)
    return [Why(reason or "", SENTENCES.get(reason or "", said or ""), count) for reason, count, said in counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which rows of a simulation are wanted; empty for all."""

    outcome: str = ""
    reason: str = ""
    day: date | None = None
    hour: int | None = None
    sought: str = ""


def list_simulated(
    campaign: Campaign, simulation: Simulation, asked: Asked, *, after: tuple[datetime, int] | None = None
) -> tuple[list[SimulatedStep], tuple[datetime, int] | None]:
    """Return one page of what happens, in order of time, and the key of the next page or None."""
    rows = SimulatedStep.objects.for_business(simulation.business_id).filter(simulation=simulation)
    if asked.outcome in Outcome.values:
        rows = rows.filter(outcome=asked.outcome)
    if asked.reason:
        rows = rows.filter(findings__0__2=asked.reason)
    if asked.day is not None:
        start, end = span_of(asked.day, asked.hour, ZoneInfo(campaign.business.zone))
        rows = rows.filter(at__gte=start, at__lt=end)
    if asked.sought.strip():
        people = find_people(campaign.business, asked.sought).order_by("-pk").values_list("pk", flat=True)
        rows = rows.filter(contact_id__in=list(people[:MOST_FOUND]))
    if after is not None:
        rows = rows.filter(at__gte=after[0]).exclude(at=after[0], pk__lte=after[1])
    found = list(rows.select_related("contact").order_by("at", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], (last.at, last.pk) if last is not None and last.at is not None else None


def span_of(day: date, hour: int | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the bounds of a day, or of one hour of it, by a zone's clock; the end is not included."""
    if hour is None:
        start = datetime.combine(day, time(), zone)
        return start, datetime.combine(day + timedelta(days=1), time(), zone)
    start = datetime.combine(day, time(hour), zone)
    return start, datetime.combine(day, time(hour, 59, 59, 999999), zone)
