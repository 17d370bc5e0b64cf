"""Has anything moved? A fingerprint of rows, so that a look without news costs a few queries and draws nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from conversations.models import Conversation, Handoff, Message, Note
from conversations.selectors.inbox import InboxPage
from conversations.selectors.thread import stops_on

# As many as a page of the thread shows.
WATCHED = 51


def pulse_of(page: InboxPage, counts: dict[str, int], conversation: Conversation | None, *, now: datetime) -> str:
    """Return what changes with the list, the open thread, its tasks, stops and notes, and with every minute."""
    facts: list[Any] = [int(now.timestamp() // 60), counts, page.older]
    facts += [_summary(row) for row in page.rows]
    if conversation is not None:
        facts += [_summary(conversation), conversation.handed_back_at, *_moving(conversation)]
    return hashlib.blake2b(repr(facts).encode(), digest_size=9).hexdigest()


def _summary(row: Conversation) -> Sequence[Any]:
    return (row.pk, row.last_message_at, row.preview, row.last_intent, row.unread, row.needs_you, row.hot, row.bot,
            row.state, row.assigned_to_id)  # fmt: skip


def _moving(conversation: Conversation) -> list[Any]:
    business = conversation.business_id
    messages = Message.objects.for_business(business).filter(conversation=conversation).order_by("-created_at", "-id")
    tasks = Handoff.objects.for_business(business).filter(conversation=conversation).order_by("id")
    notes = Note.objects.for_business(business).filter(conversation=conversation)
    said = messages.values_list(
        "pk", "status", "status_reason", "due_at", "approval", "triage__intent", "triage__corrected_intent"
    )
    return [
        list(said[:WATCHED]),
        list(tasks.values_list("pk", "state", "priority", "due_at", "assigned_to")),
        list(stops_on(conversation).values_list("pk", "lift")),
        notes.aggregate(Max("pk")),
    ]
