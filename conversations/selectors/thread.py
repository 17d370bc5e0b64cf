"""One thread in order: what was said, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from django.db.models import Q, QuerySet
from django.utils import timezone

from contacts.models import ContactPoint, Suppression
from conversations.models import Conversation, Handoff, Message

THREAD_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a thread: a message, or something that happened (kind "day", "task", "stop", "lift", "line")."""

    at: datetime
    kind: str
    message: Message | None = None
    title: str = ""
    text: str = ""
    task: Handoff | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of a thread, oldest first; `older` is the mark for what was said before (0: nothing)."""

    entries: list[Entry]
    older: int
    messages: list[Message] = field(default_factory=list)


def read_thread(conversation: Conversation, *, before: int = 0) -> Thread:
    """Return the newest messages (before one, where named) among what happened meanwhile; constant queries."""
    rows = Message.objects.for_business(conversation.business_id).filter(conversation=conversation)
    pivot = rows.filter(pk=before).only("created_at").first() if before else None
    if pivot is not None:
        rows = rows.filter(Q(created_at__lt=pivot.created_at) | Q(created_at=pivot.created_at, pk__lt=pivot.pk))
    found = list(
        rows.select_related("by_member__user", "approved_by__user", "triage").order_by("-created_at", "-id")[
            : THREAD_PAGE + 1
        ]
    )
    older = found[THREAD_PAGE - 1].pk if len(found) > THREAD_PAGE else 0
    messages = list(reversed(found[:THREAD_PAGE]))
    start = messages[0].created_at if older and messages else None
    happened = [
        one
        for one in _once(chain(_tasks(conversation), _stops(conversation), _turns(conversation)))
        if (start is None or one.at >= start) and (pivot is None or one.at < pivot.created_at)
    ]
    said = [Entry(row.created_at, "message", message=row) for row in messages]
    return Thread(_with_days(sorted([*said, *happened], key=lambda one: one.at)), older, messages)


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """One click settles every task of a thread and turns the thread besides: said once."""
    seen = {(one.at, one.kind, one.title, one.task and one.task.pk): one for one in entries}
    return list(seen.values())


def _with_days(entries: list[Entry]) -> list[Entry]:
    shown: list[Entry] = []
    day = None
    for entry in entries:
        local = timezone.localtime(entry.at).date()
        if local != day:
            day = local
            shown.append(Entry(entry.at, "day", day=local))
        shown.append(entry)
    return shown


def _tasks(conversation: Conversation) -> list[Entry]:
    found = []
    for task in handoffs_of(conversation)[:40]:
        found.append(Entry(task.opened_at, "task", task=task))
        if task.taken_at and task.taken_by:
            found.append(Entry(task.taken_at, "line", title=f"{task.taken_by} took this over"))
        if task.done_at and task.outcome:
            found.append(Entry(task.done_at, "line", title=task.outcome))
    return found


def stops_on(conversation: Conversation) -> QuerySet[Suppression]:
    """Return every stop, lifted or not, on the addresses of the thread's contact."""
    points = ContactPoint.objects.for_business(conversation.business_id).filter(contact=conversation.contact_id)
    rows: QuerySet[Suppression] = Suppression.objects.for_business(conversation.business_id)
    return rows.filter(address_hash__in=points.values("address_hash"))


def _stops(conversation: Conversation) -> list[Entry]:
    found = {}
    for row in (
        stops_on(conversation).select_related("by_member__user", "lift__by_member__user").order_by("-created_at")[:40]
    ):
        is_doubtful = row.reason == Suppression.Reason.SUSPECTED
        text = "Nothing automated leaves until a member decides." if is_doubtful else "What waited is cancelled."
        text = f"Recorded by {row.by_member}. {text}" if row.by_member else text
        found[row.created_at, row.reason] = Entry(row.created_at, "stop", title=row.get_reason_display(), text=text)
        if hasattr(row, "lift"):
            who = f"by {row.lift.by_member}: {row.lift.why}" if row.lift.by_member else row.lift.why
            key = row.lift.created_at, f"lift {row.reason}"
            found[key] = Entry(row.lift.created_at, "lift", title=f"{row.get_reason_display()}: lifted", text=who)
    return list(found.values())


def _turns(conversation: Conversation) -> list[Entry]:
    found = []
    if conversation.handed_back_at:
        found.append(Entry(conversation.handed_back_at, "line", title="Given back to the assistant"))
    if conversation.closed_at:
        found.append(Entry(conversation.closed_at, "line", title="Conversation closed"))
    return found


def handoffs_of(conversation: Conversation) -> QuerySet[Handoff]:
    """Return the tasks of a thread, the newest first."""
    rows: QuerySet[Handoff] = Handoff.objects.for_business(conversation.business_id).filter(conversation=conversation)
    return rows.select_related("taken_by__user", "assigned_to__user").order_by("-opened_at", "-id")
