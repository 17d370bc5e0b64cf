"""What follows a holding line or an apology once it has left, or will not leave: silence, parting from a number."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from contacts.consent import StopFacts, suppress
from contacts.models import ContactPoint, Suppression
from contacts.standing import detach
from conversations import threads, waiting
from conversations.assistant.turns import ask_for_person, contact_of, load, thread_of
from conversations.models import Message

# What a message says in its origin about what follows.
THEN_PAUSE = "assistant:then_pause"
THEN_DETACH = "assistant:then_detach"


def go_on(message: Message, then: str, *, now: datetime) -> None:
    """Do what is to follow the last words about a message; empty for nothing."""
    if then == THEN_PAUSE:
        threads.pause_bot(thread_of(message), now=now)
    elif then == THEN_DETACH:
        _part_from_number(message, now=now)


def after_last_words(*, business_id: int, message_ids: list[int], now: datetime) -> None:
    """What follows a holding line or an apology, once it has left or will not leave."""
    rows = (
        Message.objects.for_business(business_id)
        .filter(pk__in=message_ids, origin__in=[THEN_PAUSE, THEN_DETACH], answers__isnull=False)
        .values_list("answers_id", "origin")
    )
    for answered, then in rows:
        go_on(load(business_id, answered), then, now=now)


def _part_from_number(message: Message, *, now: datetime) -> None:
    """Wrong number: the address is stopped and parted from this contact; whoever else has it is shown to a person."""
    contact, thread = contact_of(message), thread_of(message)
    with transaction.atomic():
        suppress(
            message.business,
            kind_of_address="phone",
            address=message.address,
            reason=Suppression.Reason.WRONG_NUMBER,
            facts=StopFacts(contact_id=contact.pk, words=message.new_text[:500], message=str(message.uid)),
            now=now,
        )
        points = ContactPoint.objects.for_business(message.business_id).filter(address_hash=message.address_hash)
        for point in points.filter(contact=contact).select_related("contact__business"):
            detach(point, why="Somebody else answered here.", origin=f"message:{message.uid}", now=now)
        shared = points.exclude(contact=contact).exclude(state=ContactPoint.State.DETACHED).exists()
        waiting.cancel_automated(thread, sentence=waiting.SENTENCE, reason="wrong_number")
    if shared:
        ask_for_person(message, reason="wrong_number", now=now)
