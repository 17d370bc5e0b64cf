"""What waits to leave, and cancelling it: by an address that is stopped, by a thread that a person takes over."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from contacts.models import Contact, Suppression
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
MOVED = "Cancelled: the message this answers was moved to another contact of the phone."
DECLINED = "Cancelled: the contact said that they are not interested."
NEWER = "Cancelled: the contact wrote again before this left, and the answer covers both."


# business_id + 0: right after a launch the planner believes that a business has one message waiting, and would read
# all hundred thousand of them through the index on business.
AT_ADDRESS = """
UPDATE conversations_message SET status = 'cancelled', status_reason = %(reason)s, status_sentence = %(sentence)s
WHERE status IN ('queued', 'held') AND address_hash = %(address_hash)s AND business_id + 0 = %(business)s
  AND contact_id IS NOT NULL AND purpose <> ALL(%(spared)s) AND author <> ALL(%(spared_authors)s)
"""
ELSEWHERE = """
UPDATE conversations_message SET status = 'cancelled', status_reason = %(reason)s, status_sentence = %(sentence)s
WHERE status IN ('queued', 'held') AND business_id + 0 = %(business)s AND contact_id = ANY(ARRAY(
      SELECT point.contact_id FROM contacts_contactpoint point
      WHERE point.business_id = %(business)s AND point.address_hash = %(address_hash)s))
  AND purpose <> ALL(%(spared)s) AND author <> ALL(%(spared_elsewhere)s)
  AND (%(every_purpose)s OR purpose = ANY(%(outreach)s))
"""


def cancel_for_stop(business_id: int, *, address_hash: str, reason: str, all_channels: bool) -> int:
    """Cancel what waits for a stopped address, and what the stop reaches at the same people's other addresses.

    Runs inside the transaction of the stop. Returns how many messages were cancelled. What a person wrote by hand
    stays where the stop is only suspected: the hand-over then holds it for a decision.
    """
    is_mail_stop, is_suspected = reason in MAIL_STOPS, reason == Reason.SUSPECTED
    values: dict[str, Any] = {
        "business": business_id,
        "address_hash": address_hash,
        "reason": f"stopped:{reason}"[:60],
        "sentence": SENTENCE,
        "spared": [*ANSWERS_TO_STOPS, *(["appointment"] if is_mail_stop else [])],
        "spared_authors": ["member"] if is_suspected else [],
    }
    if reason not in FAULTS:
        values |= {
            "outreach": list(OUTREACH),
            # Ruling 6: what else of the same person a stop reaches.
            "every_purpose": all_channels or is_suspected or is_mail_stop,
            "spared_elsewhere": ["member"] if not all_channels and (is_suspected or is_mail_stop) else [],
        }
    # Together: a stop holds the lock of its address, so each round trip makes others wait.
    with connection.cursor() as cursor:
        cursor.execute(AT_ADDRESS if reason in FAULTS else f"{AT_ADDRESS};{ELSEWHERE}", values)
        count = int(cursor.rowcount)
        while cursor.nextset():
            count += int(cursor.rowcount)
        return count


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


def cancel_answers_to(message: Message) -> int:
    """Cancel what waits as an automated answer to a message that is another person's; return how many."""
    waiting = Message.objects.for_business(message.business_id).filter(answers=message, status__in=WAITING)
    automated = waiting.exclude(author=Message.Author.MEMBER).exclude(purpose__in=ANSWERS_TO_STOPS)
    return _cancel(automated, "moved", MOVED)


def cancel_outreach(contact: Contact) -> int:
    """Cancel the campaign and follow-up messages that wait for somebody who is not interested; return how many."""
    waiting = Message.objects.for_business(contact.business_id).filter(
        contact=contact, status__in=WAITING, purpose__in=OUTREACH
    )
    return _cancel(waiting, "not_interested", DECLINED)


def _cancel(messages: QuerySet[Message], reason: str, sentence: str) -> int:
    # Conditional on the status: what a worker has claimed in the meantime is decided again at hand-over.
    return messages.update(status=Message.Status.CANCELLED, status_reason=reason[:60], status_sentence=sentence)
