"""Taking back texts that have not left yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from conversations import outbox
from conversations.models import Message
from reactivation.campaigns.composing import origin_group, reason_key
from reactivation.campaigns.judging import RECALLED
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage, StepSkip
from reactivation.campaigns.moving import Move, delays_of, move_on, write_moves
from reactivation.campaigns.services import lock_campaign, pause
from reactivation.campaigns.writing import CampaignProblem


@dataclass(frozen=True, slots=True)
class Recalled:
    """taken_back: texts that waited and will not leave; already_left: texts that had been handed over before."""

    taken_back: int
    already_left: int

    @property
    def sentence(self) -> str:
        left = "none had left before" if not self.already_left else f"{self.already_left:,} had already left"
        texts = "1 text was" if self.taken_back == 1 else f"{self.taken_back:,} texts were"
        return f"{texts} taken back; {left}. The campaign is paused."


@transaction.atomic
def recall(campaign: Campaign, *, member: Member | None, position: int | None = None, now: datetime) -> Recalled:
    """Pause a campaign and take back what is queued: of one step, or (None) of all. Raises CampaignProblem.

    A step that is taken back is skipped by everybody whom it has not reached. Taking back all ends the way of those
    whose text was waiting; whoever had no text yet stays, and goes on if the campaign is resumed.
    """
    row = lock_campaign(campaign)
    if row.state not in (Campaign.State.RUNNING, Campaign.State.PAUSED):
        raise CampaignProblem("This campaign is not under way, so there is nothing to take back.")
    if row.state == Campaign.State.RUNNING:
        row = pause(row, member=member, why="Texts were taken back.", now=now)
    steps = list(row.steps.order_by("position"))
    if position is not None and position not in {step.position for step in steps}:
        raise CampaignProblem(f"This campaign has no text {position}.")
    # First: this waits for a batch that is being submitted, whose texts are then among those taken back.
    on_their_way = set(
        Enrollment.objects.for_business(row.business_id)
        .select_for_update()
        .filter(campaign=row, state=Enrollment.State.ACTIVE)
        .values_list("pk", flat=True)
    )
    waiting = _waiting(row, position=position)
    if position is None:
        taken = outbox.cancel_by_origin(business=row.business, origin_group=origin_group(row), why=RECALLED, now=now)
    else:
        Step.objects.for_business(row.business_id).filter(campaign=row, position=position).update(recalled_at=now)
        taken = outbox.cancel_by_reason(
            business=row.business, origin_group=origin_group(row), reason_key=reason_key(row, position), why=RECALLED,
            now=now,
        )  # fmt: skip
    cancelled = _cancelled(row, [one for one in waiting if one.enrollment_id in on_their_way])
    _move_along(cancelled, steps, ends=position is None, now=now)
    return Recalled(taken, _count_left(row, position=position))


def _waiting(campaign: Campaign, *, position: int | None) -> list[StepMessage]:
    rows = StepMessage.objects.for_business(campaign.business_id).filter(
        enrollment__campaign=campaign, message__status__in=[Message.Status.QUEUED, Message.Status.HELD]
    )
    rows = rows if position is None else rows.filter(step__position=position)
    return list(rows.select_related("enrollment", "step"))


def _cancelled(campaign: Campaign, waiting: Sequence[StepMessage]) -> list[StepMessage]:
    """Ask again: a worker may have handed some over between our look and the cancellation."""
    rows = Message.objects.for_business(campaign.business_id).filter(
        pk__in=[one.message_id for one in waiting], status=Message.Status.CANCELLED
    )
    gone = set(rows.values_list("pk", flat=True))
    return [one for one in waiting if one.message_id in gone]


def _move_along(cancelled: Sequence[StepMessage], steps: Sequence[Step], *, ends: bool, now: datetime) -> None:
    StepSkip.objects.bulk_create(
        [
            StepSkip(
                business_id=one.business_id, enrollment_id=one.enrollment_id, step=one.step,
                due_at=one.enrollment.step_due_at or one.enrollment.released_at or now, skipped_at=now, why=RECALLED,
            )
            for one in cancelled
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    delays = delays_of(steps)
    write_moves([_stopped(one, now=now) if ends else _next(one, delays, now=now) for one in cancelled])


def _stopped(one: StepMessage, *, now: datetime) -> Move:
    position = one.step.position
    return Move(
        enrollment_id=one.enrollment_id, was=position, position=position, state=Enrollment.State.STOPPED,
        reason="recalled", ended_at=now,
    )  # fmt: skip


def _next(one: StepMessage, delays: Sequence[int], *, now: datetime) -> Move:
    return move_on(one.enrollment_id, delays, position=one.step.position, at=now)


def _count_left(campaign: Campaign, *, position: int | None) -> int:
    rows = StepMessage.objects.for_business(campaign.business_id).filter(
        enrollment__campaign=campaign, message__handed_over_at__isnull=False
    )
    return (rows if position is None else rows.filter(step__position=position)).count()
