"""One turn of every running campaign: due steps are judged in full, then released, put off, skipped or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from contacts.eligibility import Purpose
from conversations import outbox
from conversations.models import Message
from conversations.outbox import PRIORITY, SubmitRequest
from reactivation.campaigns.composing import Writer
from reactivation.campaigns.judging import DueStep, Fate, Outcome, judge_step, refuse_unasked
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage, StepSkip, Variant
from reactivation.campaigns.moving import Move, delays_of, move_on, put_off, say_hours, write_moves
from reactivation.campaigns.policy import day_of, latest_of, meets_stop, room_ahead
from reactivation.campaigns.writing import MOST_STEPS

BATCH = 200
# First half of the advisory lock of a campaign: one worker at a time counts its limits.
CAMPAIGN_LOCK = 771_021
BY_STATE = {Fate.LEAVE_OUT: "left_out", Fate.SKIP: "skipped", Fate.WAIT: "waiting", Fate.KEEP_BACK: "held_back"}

WITH_DUE = """
SELECT c.id FROM campaigns_campaign c WHERE c.state = 'running' AND EXISTS (
    SELECT 1 FROM campaigns_enrollment e WHERE e.campaign_id = c.id AND e.state IN ('active', 'held_back')
    AND e.next_position = ANY(%(positions)s) AND e.next_due_at <= %(now)s) ORDER BY c.id
"""
# Later steps go before first texts: who has been written to waits for the next, who has not waits for nothing.
DUE = """
SELECT found.id FROM unnest(%(positions)s::int[]) AS rank(position) CROSS JOIN LATERAL (
    SELECT e.id, e.next_due_at FROM campaigns_enrollment e
    WHERE e.campaign_id = %(campaign)s AND e.state IN ('active', 'held_back') AND e.next_position = rank.position
      AND e.next_due_at <= %(now)s
    ORDER BY e.next_due_at, e.id LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS found
ORDER BY rank.position DESC, found.next_due_at, found.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A due enrollment with its step, its words, and what is asked for it."""

    row: Enrollment
    step: Step
    variant: Variant
    facts: DueStep
    request: SubmitRequest


def advance(*, now: datetime, batches: int = 20) -> dict[str, int]:
    """Work due enrollments in batches, then finish campaigns in which nobody is on the way. Returns counts."""
    counts: Counter[str] = Counter(submitted=0, left_out=0, skipped=0, finished=0)
    for campaign_id in _campaigns_with_due(now=now):
        for _ in range(batches):
            if not _one_batch(campaign_id, counts, now=now):
                break
    counts["finished"] = _finish(now=now)
    return {name: counts[name] for name in ("submitted", "left_out", "skipped", "finished")}


def _campaigns_with_due(*, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(WITH_DUE, {"positions": list(range(1, MOST_STEPS + 1)), "now": now})
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def _one_batch(campaign_id: int, counts: Counter[str], *, now: datetime) -> bool:
    """Work one batch of a campaign; False where nothing is due, or nothing may be released now."""
    if not _take_turn(campaign_id):
        return False
    campaign = Campaign.across_businesses.select_related("business", "account").get(pk=campaign_id)
    if campaign.account is None or not outbox.may_send_now(campaign.account):
        return False
    room = min(BATCH, _room(campaign))
    if campaign.state != Campaign.State.RUNNING or room <= 0:
        return False
    rows = _lock_due(campaign, limit=room, now=now)
    if not rows:
        return False
    _work(campaign, rows, counts, now=now)
    return True


def _take_turn(campaign_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [CAMPAIGN_LOCK, campaign_id % 2**31])
        (free,) = cursor.fetchone() or (False,)
    return bool(free)


def _room(campaign: Campaign) -> int:
    """How many more texts of this sender's campaigns may wait in the queue."""
    assert campaign.account is not None
    most = room_ahead(campaign.account.segments_per_second, outbox.BULK_SHARE)
    waiting = Message.objects.for_business(campaign.business_id).filter(
        account=campaign.account, priority=PRIORITY[Purpose.CAMPAIGN], status=Message.Status.QUEUED
    )
    return most - waiting.count()


def _lock_due(campaign: Campaign, *, limit: int, now: datetime) -> list[Enrollment]:
    values: dict[str, Any] = {
        "positions": list(range(1, MOST_STEPS + 1)),
        "campaign": campaign.pk,
        "now": now,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, values)
        ids = [row[0] for row in cursor.fetchall()]
    rows = Enrollment.across_businesses.select_related("contact", "point").in_bulk(ids)
    for row in rows.values():
        row.campaign = campaign
    return [rows[pk] for pk in ids]


def _work(campaign: Campaign, rows: Sequence[Enrollment], counts: Counter[str], *, now: datetime) -> None:
    steps = list(campaign.steps.prefetch_related("variants").order_by("position"))
    due = _prepare(campaign, rows, steps, now=now)
    outcomes: dict[int, Outcome] = {}
    asked: list[Due] = []
    for entry in due:
        known = refuse_unasked(entry.facts, now=now)
        if known is None:
            asked.append(entry)
        else:
            outcomes[entry.row.pk] = known
    outcomes |= _ask(campaign, asked, now=now)
    _skip([entry for entry in due if outcomes[entry.row.pk].fate is Fate.SKIP], outcomes, now=now)
    released = [entry for entry in due if outcomes[entry.row.pk].fate is Fate.RELEASE]
    _submit(released, now=now)
    delays = delays_of(steps)
    write_moves([_move(entry, outcomes[entry.row.pk], delays, now=now) for entry in due])
    counts["submitted"] += len(released)
    counts.update(BY_STATE[one.fate] for one in outcomes.values() if one.fate in BY_STATE)


def _prepare(campaign: Campaign, rows: Sequence[Enrollment], steps: Sequence[Step], *, now: datetime) -> list[Due]:
    by_position = {step.position: step for step in steps}
    unreached = _without_first_text(rows)
    writer = Writer(campaign, texts=len(steps))
    found = []
    for row in rows:
        step = by_position[row.next_position]
        words = writer.words_for(step, row.contact)
        latest = latest_of(row.step_due_at, step.valid_hours, now=now)
        facts = DueStep(
            position=step.position,
            latest=latest,
            hours=say_hours(step.valid_hours),
            recalled=step.recalled_at is not None,
            held_back=row.state == Enrollment.State.HELD_BACK,
            stopped_by=meets_stop(campaign.stop_on, standing=row.contact.standing, tags=row.contact.tags),
            empty=words.empty,
        )
        request = writer.request(row, step, words, is_first=step.position == 1 or row.pk in unreached, latest=latest)
        found.append(Due(row, step, words.variant, facts, request))
    return found


def _without_first_text(rows: Sequence[Enrollment]) -> set[int]:
    """Of those at a later step, the ones whose first text never left: what a first text must say, the next one says."""
    later = [row.pk for row in rows if row.next_position > 1]
    if not later:
        return set()
    sent = StepMessage.across_businesses.filter(enrollment__in=later, message__handed_over_at__isnull=False)
    return set(later) - set(sent.values_list("enrollment_id", flat=True))


def _ask(campaign: Campaign, asked: Sequence[Due], *, now: datetime) -> dict[int, Outcome]:
    today = day_of(now, campaign.business.zone)
    room: int | None = None
    if campaign.daily_limit is not None and any(entry.step.position == 1 for entry in asked):
        done = campaign.enrollments.filter(released_at__gte=today.start, released_at__lt=today.end).count()
        room = campaign.daily_limit - done
    outcomes = {}
    decisions = outbox.check_many([entry.request for entry in asked], now=now)
    for entry, decision in zip(asked, decisions, strict=True):
        outcome = judge_step(entry.facts, decision, room_today=room, today=today)
        if outcome.fate is Fate.RELEASE and entry.step.position == 1 and room is not None:
            room -= 1
        outcomes[entry.row.pk] = outcome
    return outcomes


def _skip(late: Sequence[Due], outcomes: dict[int, Outcome], *, now: datetime) -> None:
    skips = [
        StepSkip(
            business_id=entry.row.business_id, enrollment=entry.row, step=entry.step,
            due_at=entry.row.step_due_at or entry.row.next_due_at or now, skipped_at=now,
            why=outcomes[entry.row.pk].why[:200],
        )
        for entry in late
    ]  # fmt: skip
    StepSkip.objects.bulk_create(skips, ignore_conflicts=True)


def _submit(released: Sequence[Due], *, now: datetime) -> None:
    results = outbox.submit_many([entry.request for entry in released], now=now)
    made = [
        StepMessage(
            business_id=entry.row.business_id,
            enrollment=entry.row,
            step=entry.step,
            variant=entry.variant,
            message_id=result.message_id or 0,
        )
        for entry, result in zip(released, results, strict=True)
    ]
    StepMessage.objects.bulk_create(made, ignore_conflicts=True)


def _move(entry: Due, outcome: Outcome, delays: Sequence[int], *, now: datetime) -> Move:
    row, position = entry.row, entry.step.position
    match outcome.fate:
        case Fate.WAIT:
            return put_off(row, until=outcome.until or now)
        case Fate.SKIP:
            return move_on(row.pk, delays, position=position, at=now)
        case Fate.LEAVE_OUT:
            first = position == 1
            return Move(
                enrollment_id=row.pk, was=position, position=position, reason=outcome.reason,
                state=Enrollment.State.LEFT_OUT if first else Enrollment.State.STOPPED,
                findings=outcome.as_json(), ended_at=now,
            )  # fmt: skip
        case Fate.KEEP_BACK:
            return Move(enrollment_id=row.pk, was=position, position=position, state=Enrollment.State.HELD_BACK)
    # The next step is planned when this one has been handed over (reactivation.campaigns.receivers).
    return Move(
        enrollment_id=row.pk, was=position, position=position, state=Enrollment.State.ACTIVE,
        step_due_at=row.step_due_at, released_at=now if position == 1 else None,
    )  # fmt: skip


def _finish(*, now: datetime) -> int:
    """Finish running campaigns in which nobody is on the way any more."""
    on_their_way = Q(state=Enrollment.State.ACTIVE) | Q(state=Enrollment.State.HELD_BACK, next_due_at__isnull=False)
    active = Enrollment.across_businesses.filter(on_their_way, campaign=OuterRef("pk"))
    done = Campaign.across_businesses.filter(~Exists(active), state=Campaign.State.RUNNING)
    finished: int = done.filter(launched_at__lt=now - timedelta(seconds=5)).update(
        state=Campaign.State.FINISHED, finished_at=now
    )
    return finished
