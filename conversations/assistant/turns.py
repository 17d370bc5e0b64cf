"""One inbound message with what everybody who works on it needs: its thread, its contact, who else must know."""

from __future__ import annotations

from datetime import datetime

from contacts.consent import active_suppressions
from contacts.models import Contact
from conversations import handoff
from conversations.assistant.plans import HOT_DUE, WARM_DUE
from conversations.models import Conversation, Message


def load(business_id: int, message_id: int) -> Message:
    """Return a message of a business with all that is asked of it here."""
    rows = Message.objects.for_business(business_id)
    message = rows.select_related("business", "contact", "account", "conversation", "triage").get(pk=message_id)
    thread = thread_of(message)
    thread.business, thread.contact = message.business, contact_of(message)
    return message


def thread_of(message: Message) -> Conversation:
    """Return the thread of an inbound message, which always has one."""
    assert message.conversation is not None, "an inbound message always has a thread"
    return message.conversation


def contact_of(message: Message) -> Contact:
    """Return the contact of an inbound message, which always has one."""
    assert message.contact is not None, "an inbound message always has a contact"
    return message.contact


def is_stopped(message: Message) -> bool:
    """Whether the address the message came from is stopped, for certain or perhaps."""
    return bool(active_suppressions(message.business, [message.address_hash]).exists())


def ask_for_person(message: Message, *, reason: str, now: datetime, urgent: bool = False) -> None:
    """Open the task that this message needs somebody for."""
    handoff.open_handoff(
        thread_of(message),
        reason=reason,
        priority="high" if urgent else "normal",
        due=now + (HOT_DUE if urgent else WARM_DUE),
        next_step="Read the conversation and decide.",
        message=message,
        now=now,
    )
