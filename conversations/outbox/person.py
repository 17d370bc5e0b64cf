"""Where the machine cannot tell what became of a message, a person is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations.handoff import open_handoff
from conversations.models import Handoff, Message

REASON = "delivery_unknown"
DUE = timedelta(hours=8)
NEXT_STEP = "Look in the provider's log whether the text arrived, then write by hand where it did not."


def ask_a_person(message: Message, *, now: datetime) -> None:
    """Open a task about a message of unknown outcome; one ongoing task a thread."""
    if message.conversation is None:
        return
    open_handoff(
        message.conversation,
        reason=REASON,
        priority=Handoff.Priority.NORMAL,
        due=now + DUE,
        now=now,
        next_step=NEXT_STEP,
        message=message,
    )
