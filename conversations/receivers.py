"""What conversations hears: the one receiver inside the opt-out transaction, and the assistant's listeners."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.work import Priority, listens
from contacts.events import suppressed
from conversations import member_phones, outbox, waiting
from conversations.assistant import services as assistant
from conversations.events import CameBack, HelpAsked, MessageReceived, MessagesFailed, MessagesHandedOver, OptedOut


@receiver(suppressed, dispatch_uid="conversations.cancel_queued")
def cancel_queued(
    sender: object, *, business_id: int, address_hash: str, reason: str, all_channels: bool, **_: Any
) -> None:
    """Cancel what waits for the address before the stop commits."""
    waiting.cancel_for_stop(business_id, address_hash=address_hash, reason=reason, all_channels=all_channels)


@listens(MessageReceived, name="conversations.answer", priority=Priority.ANSWER)
def answer(fact: MessageReceived, *, now: datetime) -> None:
    assistant.respond(business_id=fact.business_id, message_id=fact.message_id, now=now)


@listens(OptedOut, name="conversations.confirm_opt_out", priority=Priority.ANSWER)
def confirm_opt_out(fact: OptedOut, *, now: datetime) -> None:
    assistant.settle_opt_out(
        business_id=fact.business_id,
        message_id=fact.message_id,
        suppression_id=fact.suppression_id,
        reason=fact.reason,
        confirm=fact.confirm,
        now=now,
    )


@listens(CameBack, name="conversations.welcome_back", priority=Priority.ANSWER)
def welcome_back(fact: CameBack, *, now: datetime) -> None:
    assistant.welcome_back(business_id=fact.business_id, message_id=fact.message_id, confirm=fact.confirm, now=now)


@listens(HelpAsked, name="conversations.answer_help", priority=Priority.ANSWER)
def answer_help(fact: HelpAsked, *, now: datetime) -> None:
    assistant.answer_help(business_id=fact.business_id, message_id=fact.message_id, now=now)


@listens(MessagesHandedOver, name="conversations.after_last_words")
def after_last_words(fact: MessagesHandedOver, *, now: datetime) -> None:
    assistant.after_last_words(business_id=fact.business_id, message_ids=fact.message_ids, now=now)


@listens(MessagesFailed, name="conversations.without_last_words")
def without_last_words(fact: MessagesFailed, *, now: datetime) -> None:
    assistant.after_last_words(business_id=fact.business_id, message_ids=fact.message_ids, now=now)


@listens(MessagesFailed, name="conversations.stop_refused")
def stop_refused(fact: MessagesFailed, *, now: datetime) -> None:
    outbox.stop_refused(business_id=fact.business_id, message_ids=fact.message_ids, now=now)


@listens(MessagesHandedOver, name="conversations.forget_codes", priority=Priority.LATER)
def forget_codes(fact: MessagesHandedOver) -> None:
    """A code that has left is kept nowhere but as a hash."""
    member_phones.forget_codes(fact.business_id, fact.message_ids)


@listens(MessagesFailed, name="conversations.forget_failed_codes", priority=Priority.LATER)
def forget_failed_codes(fact: MessagesFailed) -> None:
    member_phones.forget_codes(fact.business_id, fact.message_ids)
