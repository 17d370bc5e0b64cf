"""How far a campaign is, and what is still to leave: for its head while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from conversations.models import Message
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage

WAITING = (Message.Status.QUEUED, Message.Status.HELD)
State = Enrollment.State


@dataclass
class Progress:
    """settled: people whose way has ended; people: everybody who was enrolled to get texts; next_at: the next text."""

    people: int = 0
    settled: int = 0
    untouched: int = 0
    queued: int = 0
    next_at: datetime | None = None

    @property
    def on_their_way(self) -> int:
        return self.people - self.settled


def read_progress(campaign: Campaign) -> Progress:
    """Return how far a campaign is, by two queries."""
    rows = Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign)
    figures = rows.aggregate(
        people=Count("pk", filter=~Q(state__in=[State.LEFT_OUT, State.HELD_BACK])),
        active=Count("pk", filter=Q(state=State.ACTIVE)),
        untouched=Count("pk", filter=Q(state=State.ACTIVE, released_at=None)),
        next_at=Min("next_due_at", filter=Q(state=State.ACTIVE)),
    )
    queued = _texts(campaign).filter(message__status__in=WAITING).count()
    return Progress(
        people=figures["people"], settled=figures["people"] - figures["active"], untouched=figures["untouched"],
        queued=queued, next_at=figures["next_at"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unsent:
    """One step with how many of its texts wait and how many have left."""

    step: Step
    waiting: int
    left: int


@dataclass
class Recallable:
    """What can be taken back."""

    steps: list[Unsent] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.steps)

    @property
    def left(self) -> int:
        return sum(row.left for row in self.steps)


def read_unsent(campaign: Campaign) -> Recallable:
    """Return for each step what waits and what has left, by two queries."""
    counted = {
        step_id: (waiting, left)
        for step_id, waiting, left in _texts(campaign)
        .values_list("step_id")
        .annotate(
            waiting=Count("pk", filter=Q(message__status__in=WAITING)),
            left=Count("pk", filter=Q(message__handed_over_at__isnull=False)),
        )
    }
    steps = Step.objects.for_business(campaign.business_id).filter(campaign=campaign).order_by("position")
    return Recallable([Unsent(step, *counted.get(step.pk, (0, 0))) for step in steps])


def _texts(campaign: Campaign) -> QuerySet[StepMessage]:
    rows: QuerySet[StepMessage] = StepMessage.objects.for_business(campaign.business_id)
    return rows.filter(enrollment__campaign=campaign)
