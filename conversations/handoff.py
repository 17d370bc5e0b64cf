"""Tasks for people: why a conversation needs somebody, until when, and the story so far. Sends nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from accounts.tenancy import BusinessQuerySet
from accounts.work import record
from conversations.events import HandoffOpened
from conversations.models import Conversation, Handoff, Message, Triage
from conversations.round_trip import fetch_together

# Why a person is asked, in words; what plans name besides is shown as it is written.
REASONS: dict[str, str] = {
    "hot_lead": "This person is ready to go ahead.",
    "call_me": "This person asks for a call.",
    "quote": "This person asks for a quote.",
    "question": "This person asks something the approved answers do not cover.",
    "booking_request": "This person wants an appointment.",
    "complaint": "This person is unhappy with the business.",
    "emergency": "This sounds like an emergency.",
    "sensitive": "This touches something personal or painful.",
    "asks_human": "This person wants to talk to a person.",
    "high_value": "This looks like a large job.",
    "custom_scope": "This needs somebody who knows the trade.",
    "already_served": "This valued contact has found somebody else.",
    "suspected_opt_out": "This may be an opt-out. Nothing automated leaves until you decide.",
    "came_back": "This person had stopped your texts and came back by START.",
    "wrote_after_stop": "This person wrote although messages to them are stopped.",
    "shared_number": "Several contacts share this number and nobody had written to them: say whose message it is.",
    "moved_here": "A message from a shared phone was moved here: somebody should answer it.",
    "wrong_number": "Somebody else answered at this number, and other contacts share it.",
    "no_approved_words": "There is no approved answer in this person's language.",
    "answer_not_allowed": "The assistant's answer was not allowed to leave.",
    "late": "This message came in while the site was down and is too old for an automatic answer.",
    "delivery_unknown": "Nobody can tell whether a message to this person arrived.",
    "follow_up_at": "This person asks to be contacted at a certain time.",
    "not_sure": "The assistant is not sure what this means.",
    "unclear_twice": "The assistant asked once and still could not tell what this means.",
    "customer_issue": "This customer has an open issue.",
    "pricing": "This person asks about a price.",
    "picture": "This person sent a picture without words.",
}
REFRESH_FLAGS = """
UPDATE conversations_conversation AS thread SET hot = tasks.hot, needs_you = tasks.waiting OR EXISTS (
    SELECT 1 FROM conversations_message draft WHERE draft.conversation_id = thread.id AND draft.status = 'held')
FROM (SELECT count(*) > 0 AS waiting, count(*) FILTER (WHERE priority = 'hot') > 0 AS hot FROM conversations_handoff
      WHERE conversation_id = %(thread)s AND state = 'open') AS tasks
WHERE thread.id = %(thread)s AND thread.business_id = %(business)s RETURNING thread.hot, thread.needs_you
"""
RANK = {Handoff.Priority.NORMAL.value: 0, Handoff.Priority.HIGH.value: 1, Handoff.Priority.HOT.value: 2}
STORY_MESSAGES = 6
STORY_WORDS = 160


class AlreadyTaken(Exception):
    """Somebody else was faster, or the task is done; the text says who or what, for people."""


def sentence_of(reason: str) -> str:
    """Return why a person is asked, as a sentence."""
    return REASONS.get(reason) or f"{reason.replace('_', ' ').capitalize()}."


def open_handoff(
    conversation: Conversation,
    *,
    reason: str,
    priority: str,
    due: datetime,
    now: datetime,
    next_step: str = "",
    summary: str = "",
    message: Message | None = None,
) -> Handoff:
    """Ask for a person; while one of this reason is ongoing the same task is brought up to date instead.

    An urgent repeat raises the priority and brings the due time forward, never the reverse. Keeps the thread's summary
    columns; records HandoffOpened for a new task and for one that became hot.
    """
    story = summary or tell_story(conversation)
    with transaction.atomic(savepoint=False):
        # The thread's row is the lock that keeps two listeners apart.
        threads = Conversation.objects.for_business(conversation.business_id).select_for_update()
        threads.values_list("pk").get(pk=conversation.pk)
        task = _ongoing(conversation, reason)
        if task is None:
            task = Handoff.objects.create(
                business=conversation.business,
                conversation=conversation,
                message=message,
                reason=reason,
                priority=priority,
                summary=story,
                next_step=next_step[:200],
                assigned_to_id=conversation.assigned_to_id,
                opened_at=now,
                due_at=due,
            )
            tell = True
        else:
            tell = _bring_up_to_date(task, priority=priority, due=due, story=story, message=message)
        refresh_flags(conversation)
        if tell:
            record(
                HandoffOpened(
                    business_id=conversation.business_id,
                    handoff_id=task.pk,
                    conversation_id=conversation.pk,
                    priority=task.priority,
                ),
                now=now,
            )
    return task


def _ongoing(conversation: Conversation, reason: str) -> Handoff | None:
    tasks = Handoff.objects.for_business(conversation.business_id).filter(conversation=conversation, reason=reason)
    return tasks.exclude(state=Handoff.State.DONE).first()


def _bring_up_to_date(task: Handoff, *, priority: str, due: datetime, story: str, message: Message | None) -> bool:
    """Return whether the task became hot, which is news."""
    became_hot = priority == Handoff.Priority.HOT and task.priority != Handoff.Priority.HOT
    task.priority = max(task.priority, priority, key=lambda name: RANK[name])
    task.due_at = min(task.due_at, due) if became_hot else task.due_at
    task.summary = story
    task.message = message or task.message
    task.save(update_fields=["priority", "due_at", "summary", "message"])
    return became_hot


def take(task: Handoff, *, member: Member, now: datetime) -> Handoff:
    """Make a member responsible for a task. Raises AlreadyTaken; taking one's own again changes nothing."""
    taken = (
        Handoff.objects.for_business(task.business_id)
        .filter(pk=task.pk, state=Handoff.State.OPEN)
        .update(state=Handoff.State.TAKEN, taken_at=now, taken_by=member, assigned_to=member)
    )
    task.refresh_from_db()
    if not taken and task.taken_by_id != member.pk:
        who = f"{task.taken_by} has taken this." if task.taken_by else "This is done."
        raise AlreadyTaken(f"{who} Nothing is left for you to do here.")
    refresh_flags(task.conversation)
    return task


def finish(task: Handoff, *, member: Member | None, outcome: str, now: datetime) -> Handoff:
    """Close a task with what came of it; one that is done stays as it was."""
    Handoff.objects.for_business(task.business_id).filter(pk=task.pk).exclude(state=Handoff.State.DONE).update(
        state=Handoff.State.DONE,
        done_at=now,
        outcome=outcome[:200],
        taken_at=task.taken_at or now,
        taken_by=task.taken_by or member,
    )
    task.refresh_from_db()
    refresh_flags(task.conversation)
    return task


def take_all(conversation: Conversation, *, member: Member, now: datetime) -> None:
    """Make a member responsible for every open task of a thread."""
    _tasks(conversation).filter(state=Handoff.State.OPEN).update(
        state=Handoff.State.TAKEN, taken_at=now, taken_by=member, assigned_to=member
    )
    refresh_flags(conversation)


def finish_all(
    conversation: Conversation, *, member: Member | None, outcome: str, now: datetime, reason: str = ""
) -> None:
    """Close every ongoing task of a thread, or those of one reason."""
    tasks = _tasks(conversation).exclude(state=Handoff.State.DONE)
    for task in tasks.filter(reason=reason) if reason else tasks:
        finish(task, member=member, outcome=outcome, now=now)


def refresh_flags(conversation: Conversation) -> None:
    """Recount what the thread's row says: *needs you* (an open task or a held draft) and *hot* (an open hot task)."""
    values = {"thread": conversation.pk, "business": conversation.business_id}
    [[(conversation.hot, conversation.needs_you)]] = fetch_together([REFRESH_FLAGS], values)


def _tasks(conversation: Conversation) -> BusinessQuerySet[Handoff]:
    return Handoff.objects.for_business(conversation.business_id).filter(conversation=conversation)


def tell_story(conversation: Conversation) -> str:
    """Write the conversation so far for whoever takes it over: who said what, what it was read as, what we know."""
    messages = list(
        Message.objects.for_business(conversation.business_id)
        .filter(conversation=conversation)
        .select_related("triage")
        .exclude(status__in=[Message.Status.CANCELLED, Message.Status.BLOCKED, Message.Status.HELD])
        .order_by("-created_at", "-id")[:STORY_MESSAGES]
    )
    name = conversation.contact.first_name or "The contact"
    lines = [_line(message, name) for message in reversed(messages)]
    newest = next((message for message in messages if message.direction == Message.Direction.IN), None)
    triage: Triage | None = getattr(newest, "triage", None)
    if triage is not None:
        lines.append(f"Read as: {(triage.corrected_intent or triage.intent).replace('_', ' ')}.")
        lines += [f"{key.replace('_', ' ').capitalize()}: {value}." for key, value in sorted(triage.facts.items())]
    if conversation.contact.stated_request:
        lines.append(f"First asked about: {conversation.contact.stated_request}")
    return "\n".join(lines)


def _line(message: Message, name: str) -> str:
    words = " ".join((message.new_text or message.body).split())
    short = words if len(words) <= STORY_WORDS else words[: STORY_WORDS - 1].rstrip() + "…"
    if message.direction == Message.Direction.IN:
        return f"{name} wrote: “{short}”" if short else f"{name} sent a picture."
    who = {"assistant": "The assistant", "member": "Your team", "campaign": "The campaign"}.get(message.author, "We")
    return f"{who} wrote: “{short}”"
