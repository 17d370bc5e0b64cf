"""What waits to leave, and cancelling it: by an address that is stopped, by a thread that a person takes over."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Business
from contacts.models import Contact, ContactPoint, Suppression
from conversations.models import Conversation, Message

Reason = Suppression.Reason
WAITING = (Message.Status.QUEUED, Message.Status.HELD)
MAIL_STOPS = frozenset({Reason.UNSUBSCRIBED, Reason.DO_NOT_EMAIL})
# The address is wrong; the person said nothing, and another address of theirs is not touched.
FAULTS = frozenset({Reason.HARD_BOUNCE, Reason.INVALID, Reason.WRONG_NUMBER})
# Whoever said no on one channel gets no outreach on another (ruling 6).
OUTREACH = ("campaign", "follow_up", "consent_request")
# What a stop itself calls for.
ANSWERS_TO_STOPS = ("opt_out_confirmation", "help_answer")

SENTENCE = "Cancelled: the address was stopped before this left."
TAKEN_OVER = "Cancelled: a person took the conversation over before this left."
DECLINED = "Cancelled: the contact said that they are not interested."
NEWER = "Cancelled: the contact wrote again before this left, and the answer covers both."


def cancel_for_stop(business: Business | int, *, address_hash: str, reason: str, all_channels: bool) -> int:
    """Cancel what waits for a stopped address, and what the stop reaches at the same people's other addresses.

    Runs inside the transaction of the stop. Returns how many messages were cancelled. What a person wrote by hand
    stays where the stop is only suspected: the hand-over then holds it for a decision.
    """
    waiting = (
        Message.objects.for_business(business)
        .filter(status__in=WAITING, contact__isnull=False)
        .exclude(purpose__in=ANSWERS_TO_STOPS)
    )
    if reason == Reason.SUSPECTED:
        waiting = waiting.exclude(author=Message.Author.MEMBER)
    if reason in MAIL_STOPS:
        waiting = waiting.exclude(purpose="appointment")
    count = _cancel(waiting.filter(address_hash=address_hash), f"stopped:{reason}", SENTENCE)
    if reason in FAULTS:
        return count
    people = ContactPoint.objects.for_business(business).filter(address_hash=address_hash).values("contact_id")
    elsewhere = waiting.filter(contact_id__in=people).filter(_reach(reason, all_channels=all_channels))
    return count + _cancel(elsewhere, f"stopped:{reason}", SENTENCE)


def _reach(reason: str, *, all_channels: bool) -> Q:
    if all_channels:
        return Q()
    if reason == Reason.SUSPECTED or reason in MAIL_STOPS:
        return ~Q(author=Message.Author.MEMBER)
    return Q(purpose__in=OUTREACH)


def cancel_automated(conversation: Conversation, *, sentence: str = TAKEN_OVER, reason: str = "taken_over") -> int:
    """Cancel the automated messages and drafts that wait in a thread; return how many."""
    waiting = Message.objects.for_business(conversation.business_id).filter(
        conversation=conversation, status__in=WAITING, direction=Message.Direction.OUT
    )
    automated = waiting.exclude(author=Message.Author.MEMBER).exclude(purpose__in=ANSWERS_TO_STOPS)
    return _cancel(automated.exclude(purpose="appointment"), reason, sentence)


def cancel_older_answers(message: Message) -> int:
    """Cancel the assistant's answers that wait for earlier messages of this thread: one answer to a burst."""
    waiting = Message.objects.for_business(message.business_id).filter(
        conversation=message.conversation,
        status__in=WAITING,
        purpose="reply",
        author=Message.Author.ASSISTANT,
        origin="assistant",  # a holding line or an apology leaves whatever comes after
        answers_id__lt=message.pk,
    )
    return _cancel(waiting, "answered_together", NEWER)


def cancel_outreach(contact: Contact) -> int:
    """Cancel the campaign and follow-up messages that wait for somebody who is not interested; return how many."""
    waiting = Message.objects.for_business(contact.business_id).filter(
        contact=contact, status__in=WAITING, purpose__in=OUTREACH
    )
    return _cancel(waiting, "not_interested", DECLINED)


def _cancel(messages: QuerySet[Message], reason: str, sentence: str) -> int:
    # Conditional on the status: what a worker has claimed in the meantime is decided again at hand-over.
    return messages.update(status=Message.Status.CANCELLED, status_reason=reason[:60], status_sentence=sentence)
