"""What campaigns do when something happens below: replies, stops, hand-overs, failures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.work import Priority, listens
from contacts import events as contact_events
from contacts.models import Suppression
from conversations import events, outbox
from conversations.models import Message
from reactivation.campaigns.goals import note_held_back_reply, note_reply_goal
from reactivation.campaigns.judging import LATE
from reactivation.campaigns.models import Enrollment, Step, StepMessage, StepSkip
from reactivation.campaigns.moving import move_on, say_hours, write_moves
from reactivation.campaigns.policy import POSITIVE, REPLY_WINDOW, SUSPECTED, better_reply


def _active(business_id: int) -> QuerySet[Enrollment]:
    rows: QuerySet[Enrollment] = Enrollment.objects.for_business(business_id)
    return rows.filter(state=Enrollment.State.ACTIVE)


def _end(rows: QuerySet[Enrollment], *, state: str, reason: str, now: datetime) -> int:
    return rows.update(state=state, reason=reason, ended_at=now, next_due_at=None)


def _answered(fact_business: int, contact_id: int, at: datetime) -> list[Enrollment]:
    """Return the enrollments this reply belongs to: the campaign last handed over to this contact within the window."""
    last = (
        StepMessage.objects.for_business(fact_business)
        .filter(
            enrollment__contact_id=contact_id,
            message__handed_over_at__lte=at,
            message__handed_over_at__gte=at - REPLY_WINDOW,
        )
        .order_by("-message__handed_over_at")
        .select_related("enrollment")
        .first()
    )
    return [last.enrollment] if last else []


@listens(events.MessageReceived, name="campaigns.reply_stops")
def stop_on_reply(fact: events.MessageReceived, *, now: datetime) -> None:
    """A reply by a person ends the contact's way through every campaign; a machine's answer does not."""
    _take_as_reply(fact.business_id, fact.message_id, contact_id=fact.contact_id, now=now)


@listens(events.MessageMoved, name="campaigns.moved_reply_stops")
def stop_on_moved_reply(fact: events.MessageMoved, *, now: datetime) -> None:
    """A message moved to another contact of the phone is a reply of theirs. The first contact's way stays ended."""
    _take_as_reply(fact.business_id, fact.message_id, contact_id=fact.contact_id, now=now)


def _take_as_reply(business_id: int, message_id: int, *, contact_id: int, now: datetime) -> None:
    message = Message.objects.for_business(business_id).get(pk=message_id)
    if message.is_auto_reply:
        return
    answered = [row.pk for row in _answered(business_id, contact_id, message.created_at)]
    with transaction.atomic():
        _end(
            _active(business_id).filter(contact_id=contact_id).exclude(pk__in=answered),
            state=Enrollment.State.STOPPED, reason="replied_elsewhere", now=message.created_at,
        )  # fmt: skip
        _mark_replied(business_id, answered, at=message.created_at)
        _cancel_waiting(business_id, contact_id, now=now)


def _mark_replied(business_id: int, enrollments: list[int], *, at: datetime) -> None:
    rows = Enrollment.objects.for_business(business_id).filter(pk__in=enrollments)
    rows.filter(replied_at=None).update(replied_at=at)
    rows.exclude(state=Enrollment.State.LEFT_OUT).update(
        state=Enrollment.State.REPLIED, reason="replied", ended_at=at, next_due_at=None
    )


def _cancel_waiting(business_id: int, contact_id: int, *, now: datetime) -> None:
    """Take back the steps that wait to leave for a contact who has answered."""
    outbox.cancel_for_contact(
        business_id=business_id, contact_id=contact_id, purposes=("campaign",), why="They replied.", now=now
    )


@listens(events.MessageTriaged, name="campaigns.reply_intent", priority=Priority.LATER)
def note_intent(fact: events.MessageTriaged) -> None:
    """Keep what the best reply meant, for the report. A machine's answer is no reply."""
    if fact.intent == "auto_reply":
        return
    message = Message.objects.for_business(fact.business_id).get(pk=fact.message_id)
    for enrollment in _answered(fact.business_id, fact.contact_id, message.created_at):
        _mark_replied(fact.business_id, [enrollment.pk], at=message.created_at)
        enrollment.reply_intent = better_reply(enrollment.reply_intent, fact.intent)
        enrollment.save(update_fields=["reply_intent"])
        if fact.intent in POSITIVE:
            note_reply_goal(enrollment, at=message.created_at)
        if fact.intent == "complaint":
            _mark_complained(fact.business_id, [enrollment.pk], at=message.created_at)
    if fact.intent in POSITIVE:
        note_held_back_reply(business_id=fact.business_id, contact_id=fact.contact_id, at=message.created_at)


def _mark_complained(business_id: int, enrollments: list[int], *, at: datetime) -> None:
    rows = Enrollment.objects.for_business(business_id).filter(pk__in=enrollments, complained_at=None)
    rows.update(complained_at=at)


@listens(events.OptedOut, name="campaigns.opted_out")
def note_opt_out(fact: events.OptedOut) -> None:
    """Count an opt-out for the campaign it answered, and end every other."""
    message = Message.objects.for_business(fact.business_id).get(pk=fact.message_id)
    answered = [row.pk for row in _answered(fact.business_id, fact.contact_id, message.created_at)]
    _mark_replied(fact.business_id, answered, at=message.created_at)
    certain = fact.reason != Suppression.Reason.SUSPECTED
    if not certain:
        # Nobody counts it as an opt-out before a member has decided.
        Enrollment.objects.for_business(fact.business_id).filter(pk__in=answered, reply_intent="").update(
            reply_intent=SUSPECTED
        )
    else:
        Enrollment.objects.for_business(fact.business_id).filter(pk__in=answered, opted_out_at=None).update(
            opted_out_at=message.created_at, reply_intent="opt_out"
        )
    _end(
        _active(fact.business_id).filter(contact_id=fact.contact_id),
        state=Enrollment.State.STOPPED, reason="opted_out" if certain else "opt_out_suspected", now=message.created_at,
    )  # fmt: skip


@listens(contact_events.AddressSuppressed, name="campaigns.address_suppressed")
def stop_on_suppression(fact: contact_events.AddressSuppressed) -> None:
    """Whoever shares a suppressed address is out as well; a complaint counts against the campaign last written."""
    row = Suppression.objects.for_business(fact.business_id).get(pk=fact.suppression_id)
    if row.reason == Suppression.Reason.COMPLAINT and fact.contact_id:
        answered = _answered(fact.business_id, fact.contact_id, row.created_at)
        _mark_complained(fact.business_id, [enrollment.pk for enrollment in answered], at=row.created_at)
    _end(
        _active(fact.business_id).filter(point__address_hash=row.address_hash),
        state=Enrollment.State.STOPPED, reason=row.reason, now=row.created_at,
    )  # fmt: skip


@listens(contact_events.ContactDeclined, name="campaigns.declined")
def stop_on_decline(fact: contact_events.ContactDeclined, *, now: datetime) -> None:
    """Not interested: out of all campaigns."""
    _end(
        _active(fact.business_id).filter(contact_id=fact.contact_id),
        state=Enrollment.State.STOPPED, reason="not_interested", now=now,
    )  # fmt: skip


@listens(events.BotPaused, name="campaigns.person_took_over")
def stop_on_take_over(fact: events.BotPaused, *, now: datetime) -> None:
    """A person talks with this contact: no campaign text in between."""
    _end(
        _active(fact.business_id).filter(contact_id=fact.contact_id),
        state=Enrollment.State.STOPPED, reason="person_took_over", now=now,
    )  # fmt: skip


@listens(events.MessagesHandedOver, name="campaigns.handed_over", priority=Priority.LATER)
def plan_next_steps(fact: events.MessagesHandedOver) -> None:
    """Plan the step after the one that left, from the moment it left."""
    sent = StepMessage.objects.for_business(fact.business_id).filter(
        message_id__in=fact.message_ids, enrollment__state=Enrollment.State.ACTIVE
    )
    rows = list(sent.select_related("enrollment", "step", "message"))
    delays = _delays(fact.business_id, rows)
    write_moves(
        [
            move_on(
                row.enrollment_id,
                delays[row.step.campaign_id],
                position=row.step.position,
                at=row.message.handed_over_at or row.message.created_at,
            )
            for row in rows
        ]
    )


def _delays(business_id: int, rows: Sequence[StepMessage]) -> dict[int, list[int]]:
    """Return the hours before each step of the campaigns these rows belong to."""
    campaigns = {row.step.campaign_id for row in rows}
    steps = Step.objects.for_business(business_id).filter(campaign__in=campaigns).order_by("position")
    found: dict[int, list[int]] = {campaign: [] for campaign in campaigns}
    for step in steps:
        found[step.campaign_id].append(step.delay_hours)
    return found


@listens(events.MessagesFailed, name="campaigns.failed")
def note_failures(fact: events.MessagesFailed, *, now: datetime) -> None:
    """A text that will not arrive ends the contact's way: the next step would meet the same wall.

    One that was too late is skipped instead, and the next is planned from now.
    """
    failed = list(
        StepMessage.objects.for_business(fact.business_id)
        .filter(message_id__in=fact.message_ids)
        .exclude(enrollment__state__in=[Enrollment.State.REPLIED, Enrollment.State.STOPPED, Enrollment.State.LEFT_OUT])
        .select_related("enrollment", "step", "message")
    )
    late = [row for row in failed if row.message.status_reason == "expired"]
    with transaction.atomic():
        _skip_late(fact.business_id, late, now=now)
        for row in failed:
            if row not in late:
                Enrollment.objects.for_business(fact.business_id).filter(pk=row.enrollment_id).update(
                    state=Enrollment.State.FAILED,
                    reason=(row.message.status_reason or row.message.status)[:40],
                    ended_at=now,
                    next_due_at=None,
                )


def _skip_late(business_id: int, late: Sequence[StepMessage], *, now: datetime) -> None:
    skips = [
        StepSkip(
            business_id=business_id, enrollment_id=row.enrollment_id, step=row.step, skipped_at=now,
            due_at=row.enrollment.step_due_at or row.enrollment.released_at or row.message.created_at,
            why=LATE.format(hours=say_hours(row.step.valid_hours)),
        )
        for row in late
    ]  # fmt: skip
    StepSkip.objects.bulk_create(skips, ignore_conflicts=True)
    delays = _delays(business_id, late)
    write_moves(
        [move_on(row.enrollment_id, delays[row.step.campaign_id], position=row.step.position, at=now) for row in late]
    )
