"""A message from a shared phone that is another person's: moved to their conversation, and both threads say so.

Consent and stops go by the address and stay as they are.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import Member
from accounts.work import record
from contacts.consent import active_suppressions, lock_address
from contacts.models import Contact
from contacts.standing import decline
from conversations import handoff, waiting
from conversations.events import MessageMoved
from conversations.inbox import people
from conversations.models import Conversation, Handoff, Message, Note

ANSWER_WITHIN = timedelta(hours=8)
SHOWN = 160
WORDS = 300


class MoveRefused(Exception):
    """The message cannot be moved there; the text says why, for people."""


def move_message(message: Message, *, to: Contact, member: Member, now: datetime) -> Conversation:
    """Move an inbound message to another contact of its phone; return that contact's conversation.

    In one transaction under the address lock: the message with its reading and its open task goes over, what the
    assistant had waiting as an answer is cancelled, a note stands in both threads, and a "not interested" counts for
    the other contact too. What was done for the first contact stays: nothing starts again by itself. Raises
    MoveRefused.
    """
    with transaction.atomic():
        lock_address(message.address_hash)
        source = _check(message, to)
        target = _thread_of(to, now=now)
        moved = Message.objects.for_business(message.business_id).filter(pk=message.pk, conversation=source)
        if not moved.update(conversation=target, contact=to):
            raise MoveRefused("Somebody else has just moved this message.")
        message.refresh_from_db()
        waiting.cancel_answers_to(message)
        _say_so(message, source, target, member=member, now=now)
        _move_task(message, source, target, member=member, now=now)
        if _meaning_of(message) == "not_interested":
            decline(to, reason="not interested", now=now)
            waiting.cancel_outreach(to)
        for thread in (source, target):
            _sum_up(thread)
        Conversation.objects.for_business(target.business_id).filter(pk=target.pk).update(state="open", closed_at=None)
        _record(message, source, now=now)
    target.refresh_from_db()
    return target


def _check(message: Message, to: Contact) -> Conversation:
    if message.direction != Message.Direction.IN or message.conversation is None:
        raise MoveRefused("Only a message that came in can be moved.")
    if to.pk == message.contact_id:
        raise MoveRefused(f"This message is in the conversation of {to.name} already.")
    if not people.points_at(message.business_id, message.address_hash).filter(contact=to).exists():
        raise MoveRefused(
            f"{to.name} does not have the number this message came from. Add it to the contact first, then move it."
        )
    return message.conversation


def _thread_of(contact: Contact, *, now: datetime) -> Conversation:
    pk = people.open_thread(contact.business, contact.pk, now=now)
    return Conversation.objects.for_business(contact.business_id).select_related("contact", "business").get(pk=pk)


def _say_so(message: Message, source: Conversation, target: Conversation, *, member: Member, now: datetime) -> None:
    words = f"“{message.new_text[:WORDS]}”" if message.new_text else "A message without words"
    for thread, where in ((source, f"to {target.contact.name}"), (target, f"here from {source.contact.name}")):
        Note.objects.create(
            business_id=message.business_id, conversation=thread, by_member=member, created_at=now,
            body=f"{words} was moved {where}: the phone is shared.",
        )  # fmt: skip


def _move_task(message: Message, source: Conversation, target: Conversation, *, member: Member, now: datetime) -> None:
    """Take the message's open task along; where there is none, and an answer may leave, ask somebody for it."""
    ongoing = Handoff.objects.for_business(message.business_id).filter(conversation=source, message=message)
    task = ongoing.exclude(state=Handoff.State.DONE).order_by("-priority", "id").first()
    for one in ongoing.exclude(state=Handoff.State.DONE):
        handoff.finish(one, member=member, outcome=f"Moved to {target.contact.name}", now=now)
    if task is None and active_suppressions(message.business_id, [message.address_hash]).exists():
        return
    is_about_sharing = task is None or task.reason == "shared_number"
    handoff.open_handoff(
        target,
        reason="moved_here" if task is None or is_about_sharing else task.reason,
        priority=task.priority if task else Handoff.Priority.NORMAL,
        due=task.due_at if task else now + ANSWER_WITHIN,
        next_step="Read the message and answer." if task is None or is_about_sharing else task.next_step,
        message=message,
        now=now,
    )


def _meaning_of(message: Message) -> str:
    return message.triage.meaning if hasattr(message, "triage") else ""


def _sum_up(thread: Conversation) -> None:
    """Write anew what lists show of a thread and its contact, from the messages that are in it now."""
    rows = Message.objects.for_business(thread.business_id).filter(conversation=thread)
    said = rows.filter(Q(direction=Message.Direction.IN) | Q(handed_over_at__isnull=False))
    newest = said.order_by("-created_at", "-id").first()
    heard = rows.filter(direction=Message.Direction.IN, is_auto_reply=False)
    last_heard = heard.select_related("triage").order_by("-created_at", "-id").first()
    last_at = heard.aggregate(last=Max("created_at"))["last"]
    Conversation.objects.for_business(thread.business_id).filter(pk=thread.pk).update(
        last_message_at=(newest.handed_over_at or newest.created_at) if newest else thread.opened_at,
        last_inbound_at=last_at,
        preview=_preview(newest) if newest else "",
        last_intent=_meaning_of(last_heard) if last_heard else "",
    )
    Contact.objects.for_business(thread.business_id).filter(pk=thread.contact_id).update(last_inbound_at=last_at)


def _preview(message: Message) -> str:
    return (message.new_text or message.body or ("Picture" if message.media else ""))[:SHOWN]


def _record(message: Message, source: Conversation, *, now: datetime) -> None:
    fact = MessageMoved(
        business_id=message.business_id,
        message_id=message.pk,
        conversation_id=message.conversation_id or 0,
        contact_id=message.contact_id or 0,
        from_contact_id=source.contact_id,
    )
    record(fact, now=now)
