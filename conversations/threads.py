"""What members do with a conversation: take over, give back, stop, allow again, decide, write, tidy.

Whether the member may is checked by the views. What is refused says why in a sentence.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Member
from accounts.work import record
from contacts.consent import StopFacts, active_suppressions, lift, suppress
from contacts.eligibility import Purpose
from contacts.models import ContactPoint, Suppression
from conversations import handoff, outbox, waiting
from conversations.events import BotPaused, MessageReceived, OptedOut
from conversations.models import Conversation, Message, Note, Triage

Reason = Suppression.Reason
Bot = Conversation.Bot
# A member says yes to this moment: what is held up for longer (a switch, a rate) does not leave at 4 in the morning.
YES_HOLDS = timedelta(minutes=30)


class ThreadRefusal(Exception):
    """Base of what is refused here; the text is for people."""


class ReasonNeeded(ThreadRefusal):
    """A stop, a correction or a return needs the member's reason: it stays on record."""


class MessagingIsStopped(ThreadRefusal):
    """Messages to this person are stopped, so nobody can hand the talk to the assistant."""


class NothingToSend(ThreadRefusal):
    """The message is empty."""


class NothingToDecide(ThreadRefusal):
    """There is no suspected opt-out on this conversation."""


class NotYourColleague(ThreadRefusal):
    """A conversation can only be given to an active member of the same business."""


def _locked(conversation: Conversation) -> Conversation:
    return (
        Conversation.objects.for_business(conversation.business_id)
        .select_for_update(of=("self",))
        .select_related("contact", "business", "account")
        .get(pk=conversation.pk)
    )


def pause_bot(conversation: Conversation, *, now: datetime) -> bool:
    """Silence the assistant and cancel what it has waiting; return whether it was talking."""
    with transaction.atomic():
        thread = _locked(conversation)
        was_active, thread.is_with_person = thread.bot == Bot.ACTIVE, True
        if was_active:
            thread.bot = Bot.PAUSED
        thread.save(update_fields=["bot", "is_with_person"])
        if was_active:
            fact = BotPaused(business_id=thread.business_id, conversation_id=thread.pk, contact_id=thread.contact_id)
            record(fact, now=now)
        waiting.cancel_automated(thread)
        handoff.refresh_flags(thread)
    conversation.refresh_from_db()
    return was_active


def take_over(conversation: Conversation, *, member: Member, now: datetime) -> None:
    """Make a member speak here: the assistant falls silent at once, its waiting messages and drafts are cancelled."""
    with transaction.atomic():
        pause_bot(conversation, now=now)
        Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk).update(
            assigned_to=member
        )
        handoff.take_all(conversation, member=member, now=now)
    conversation.refresh_from_db()


def give_back(conversation: Conversation, *, member: Member, now: datetime) -> None:
    """Let the assistant speak again; its next message says again what it is. Raises MessagingIsStopped."""
    with transaction.atomic():
        thread = _locked(conversation)
        if thread.bot == Bot.STOPPED:
            raise MessagingIsStopped(
                "Messages to this person are stopped, so the assistant cannot take this back. Allow messages first."
            )
        thread.bot, thread.is_with_person, thread.handed_back_at = Bot.ACTIVE, False, now
        thread.save(update_fields=["bot", "is_with_person", "handed_back_at"])
        handoff.finish_all(thread, member=member, outcome="Given back to the assistant", now=now)
    conversation.refresh_from_db()


def stop_messaging(
    conversation: Conversation, *, member: Member, reason: str, now: datetime, all_channels: bool = True
) -> list[Suppression]:
    """Stop all messages to this person, as when they ask on the telephone; cancels what waits. Raises ReasonNeeded.

    With `all_channels` every address is stopped, email too; without, the phones.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why messages are being stopped: the reason stays on record.")
    with transaction.atomic():
        points = ContactPoint.objects.for_business(conversation.business_id).filter(contact=conversation.contact_id)
        if not all_channels:
            points = points.filter(kind="phone")
        # In the order of the address locks, so that two stops never wait for each other.
        rows = [
            suppress(
                conversation.business,
                kind_of_address=point.kind,
                address=point.address,
                reason=Reason.MANUAL,
                facts=StopFacts(contact_id=conversation.contact_id, by_member=member, note=reason.strip()[:300]),
                now=now,
                all_channels=all_channels,
            )[0]
            for point in points.exclude(state=ContactPoint.State.DETACHED).order_by("address_hash")
        ]
        stop_bot(conversation)
        handoff.finish_all(conversation, member=member, outcome="Messaging stopped", now=now)
    conversation.refresh_from_db()
    return rows


def stop_bot(conversation: Conversation) -> None:
    """Write that messaging is stopped here; every waiting automated message goes."""
    thread = Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk)
    thread.update(bot=Bot.STOPPED)
    waiting.cancel_automated(conversation, sentence=waiting.SENTENCE, reason="stopped")


def end_stop(conversation: Conversation) -> bool:
    """End a stop of the assistant, as after START: it speaks again and says again what it is. Return whether it may.

    Where a person had taken the thread over it stays theirs.
    """
    stopped = Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk, bot=Bot.STOPPED)
    stopped.filter(is_with_person=True).update(bot=Bot.PAUSED)
    # Nobody gave it back; that it is automated is said again all the same.
    stopped.filter(is_with_person=False).update(bot=Bot.ACTIVE, disclosed_at=None)
    conversation.refresh_from_db()
    return conversation.bot == Bot.ACTIVE


def allow_again(conversation: Conversation, *, member: Member, reason: str, now: datetime) -> int:
    """Lift the stops on this person's addresses that a member may lift, with the reason; return how many.

    Email stops that only new written consent ends are lifted by a member's correction too, which stays visible
    (ruling 8). Raises ReasonNeeded.
    """
    if not reason.strip():
        raise ReasonNeeded("Say why this person may be written to again: the reason stays on record.")
    with transaction.atomic():
        rows = list(stops_of(conversation).select_related("business").order_by("address_hash", "id"))
        for row in rows:
            lift(row, why=reason, by_member=member, now=now)
        end_stop(conversation)
    return len(rows)


def stops_of(conversation: Conversation) -> QuerySet[Suppression]:
    """Return the active suppressions on the addresses of the thread's contact; a detached one is somebody else's."""
    points = ContactPoint.objects.for_business(conversation.business_id).filter(contact=conversation.contact_id)
    points = points.exclude(state=ContactPoint.State.DETACHED)
    found: QuerySet[Suppression] = active_suppressions(
        conversation.business, points.values_list("address_hash", flat=True)
    )
    return found


def close(conversation: Conversation, *, now: datetime) -> None:
    """Close a thread; a new message from the contact opens it again."""
    Conversation.objects.for_business(conversation.business_id).filter(
        pk=conversation.pk, state=Conversation.State.OPEN
    ).update(state=Conversation.State.CLOSED, closed_at=now, unread=0)
    conversation.refresh_from_db()


def reopen(conversation: Conversation) -> None:
    Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk).update(
        state=Conversation.State.OPEN, closed_at=None
    )
    conversation.refresh_from_db()


def assign(conversation: Conversation, *, to: Member | None) -> None:
    """Give a thread and its open tasks to a member, or to nobody. Raises NotYourColleague."""
    if to is not None and (to.business_id != conversation.business_id or not to.is_active):
        raise NotYourColleague("This person is not an active member of the business. Choose somebody else.")
    Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk).update(assigned_to=to)
    open_tasks = conversation.handoffs.filter(state="open")
    open_tasks.update(assigned_to=to)
    conversation.refresh_from_db()


def mark_read(conversation: Conversation) -> None:
    Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk).update(unread=0)
    conversation.unread = 0


def mark_unread(conversation: Conversation) -> None:
    Conversation.objects.for_business(conversation.business_id).filter(pk=conversation.pk, unread=0).update(unread=1)
    conversation.refresh_from_db(fields=["unread"])


def add_note(conversation: Conversation, *, member: Member | None, body: str, now: datetime) -> Note:
    """Write something for the team, never sent. Raises NothingToSend."""
    if not body.strip():
        raise NothingToSend("The note is empty.")
    return Note.objects.create(
        business=conversation.business, conversation=conversation, by_member=member, body=body.strip(), created_at=now
    )


ADD_NOTE = """
INSERT INTO conversations_note (business_id, conversation_id, body, created_at)
SELECT %(business)s, %(thread)s, %(body)s, %(at)s WHERE NOT EXISTS (
    SELECT 1 FROM conversations_note WHERE conversation_id = %(thread)s AND body = %(body)s)
"""


def add_note_once(conversation: Conversation, *, body: str, at: datetime) -> None:
    """Note what the assistant learnt, in no member's name; the same words are noted once."""
    with connection.cursor() as cursor:
        cursor.execute(
            ADD_NOTE, {"business": conversation.business_id, "thread": conversation.pk, "body": body, "at": at}
        )


def correct_intent(triage: Triage, *, intent: str, member: Member, now: datetime) -> None:
    """Say what a message really meant; what the engine read stays beside it."""
    triage.corrected_intent, triage.corrected_by, triage.corrected_at = intent, member, now
    triage.save(update_fields=["corrected_intent", "corrected_by", "corrected_at"])
    thread = triage.message.conversation
    newest = (
        Message.objects.for_business(triage.business_id)
        .filter(conversation=thread, direction=Message.Direction.IN)
        .order_by("-created_at", "-id")
        .first()
    )
    if thread is not None and newest is not None and newest.pk == triage.message_id:
        Conversation.objects.for_business(triage.business_id).filter(pk=thread.pk).update(last_intent=intent)


def decide_suspected(
    conversation: Conversation, *, is_opt_out: bool, member: Member, reason: str, now: datetime
) -> None:
    """Settle a suspected opt-out: confirm it, or say that it was none, with the reason.

    Confirmed it stands as an opt-out in own words, told like any other, without a confirmation by text (the five
    minutes are over). Otherwise the message is passed on to everybody who was not told of it. Raises ReasonNeeded,
    NothingToDecide.
    """
    if not reason.strip():
        raise ReasonNeeded("Say what you read in it: the reason stays on record.")
    with transaction.atomic():
        rows = list(stops_of(conversation).filter(reason=Reason.SUSPECTED).select_related("business", "detail"))
        if not rows:
            raise NothingToDecide("There is no suspected opt-out here any more. Somebody may have decided already.")
        for row in rows:
            message = _words_behind(row)
            if is_opt_out:
                _confirm(conversation, row, message, member=member, reason=reason, now=now)
            lift(row, why=reason, by_member=member, now=now)
            if not is_opt_out and message is not None:
                record(MessageReceived(**_ids(conversation), message_id=message.pk), now=now)
        if is_opt_out:
            stop_bot(conversation)
        outcome = "It was an opt-out" if is_opt_out else "It was no opt-out"
        handoff.finish_all(conversation, member=member, outcome=outcome, now=now, reason="suspected_opt_out")
    conversation.refresh_from_db()


def _words_behind(row: Suppression) -> Message | None:
    uid = row.detail.facts.get("message") if hasattr(row, "detail") else ""
    return Message.objects.for_business(row.business_id).filter(uid=uid).first() if uid else None


def _confirm(
    conversation: Conversation,
    row: Suppression,
    message: Message | None,
    *,
    member: Member,
    reason: str,
    now: datetime,
) -> None:
    address = row.detail.facts.get("address", "") if hasattr(row, "detail") else ""
    confirmed, _ = suppress(
        conversation.business,
        kind_of_address=row.kind_of_address,
        address=address,
        reason=Reason.OWN_WORDS,
        facts=StopFacts(
            contact_id=conversation.contact_id,
            by_member=member,
            words=message.new_text[:500] if message else "",
            message=str(message.uid) if message else "",
            note=reason.strip()[:300],
        ),
        now=now,
    )
    fact = OptedOut(
        **_ids(conversation),
        message_id=message.pk if message else 0,
        suppression_id=confirmed.pk,
        reason=confirmed.reason,
        confirm=False,
    )
    record(fact, now=now)


def _ids(conversation: Conversation) -> dict[str, int]:
    return {
        "business_id": conversation.business_id,
        "conversation_id": conversation.pk,
        "contact_id": conversation.contact_id,
    }


def write(
    conversation: Conversation,
    *,
    member: Member,
    body: str,
    idempotency_key: str,
    now: datetime,
    confirmations: tuple[str, ...] = (),
    stated_reason: str = "",
) -> outbox.Submitted:
    """Send a member's own words. Writing is taking over: the assistant falls silent unless the rules refuse.

    `idempotency_key` comes from the form, so that a double click is one message. The answer's status is "ask" where the
    member must first confirm something (hours, a suspected opt-out, content) or state a reason. Raises NothingToSend.
    """
    if not body.strip():
        raise NothingToSend("The message is empty.")
    request = outbox.SubmitRequest(
        business_id=conversation.business_id,
        purpose=Purpose.MEMBER_REPLY,
        body=body.strip(),
        author=Message.Author.MEMBER,
        contact_id=conversation.contact_id,
        by_member_id=member.pk,
        reason_key=f"member:{idempotency_key}",
        idempotency_key=f"member:{idempotency_key}",
        stated_reason=stated_reason.strip()[:300],
        confirmations=confirmations,
        expires_at=now + YES_HOLDS if confirmations else None,
    )
    # Together: nobody may write while the assistant still talks, and a second try would not take over any more.
    with transaction.atomic():
        submitted = outbox.submit(request, now=now)
        if submitted.status in (Message.Status.QUEUED, Message.Status.SENDING) and not submitted.repeated:
            take_over(conversation, member=member, now=now)
            mark_read(conversation)
    return submitted
