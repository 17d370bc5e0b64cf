"""Where the machine cannot tell what became of a message, a person is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.work import record
from conversations.events import HandoffOpened
from conversations.models import Conversation, Handoff, Message

REASON = "delivery_unknown"
DUE = timedelta(hours=8)
NEXT_STEP = "Look in the provider's log whether the text arrived, then write by hand where it did not."


def ask_a_person(message: Message, *, now: datetime) -> None:
    """Open a task about a message of unknown outcome, in the caller's transaction; one open task a thread."""
    if message.conversation_id is None:
        return
    open_ones = Handoff.objects.for_business(message.business_id).filter(
        conversation=message.conversation_id, reason=REASON
    )
    if open_ones.exclude(state=Handoff.State.DONE).exists():
        return
    task = Handoff.objects.create(
        business=message.business,
        conversation_id=message.conversation_id,
        message=message,
        reason=REASON,
        priority=Handoff.Priority.NORMAL,
        summary=message.status_sentence,
        next_step=NEXT_STEP,
        opened_at=now,
        due_at=now + DUE,
    )
    Conversation.objects.for_business(message.business_id).filter(pk=message.conversation_id).update(needs_you=True)
    record(
        HandoffOpened(
            business_id=message.business_id,
            handoff_id=task.pk,
            conversation_id=message.conversation_id,
            priority=task.priority,
        ),
        now=now,
    )
