"""Taking back what has not left yet. What a worker has already handed over cannot be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Business
from conversations.models import Message

WAITING = (Message.Status.QUEUED, Message.Status.HELD)


def cancel_by_origin(*, business: Business | int, origin_group: str, why: str, now: datetime) -> int:
    """Cancel all that waits for one campaign or rule; return how many. `why` is a sentence for people."""
    rows = Message.objects.for_business(business).filter(origin_group=origin_group, status__in=WAITING)
    return _cancel(rows, reason="origin_stopped", why=why)


def cancel_by_reason(*, business: Business | int, origin_group: str, reason_key: str, why: str, now: datetime) -> int:
    """Cancel what waits for one reason within a campaign or rule, such as one step; return how many."""
    rows = Message.objects.for_business(business).filter(
        origin_group=origin_group, reason_key=reason_key, status__in=WAITING
    )
    return _cancel(rows, reason="recalled", why=why)


def cancel_for_contact(
    *, business_id: int, contact_id: int, why: str, now: datetime, purposes: Sequence[str] = ()
) -> int:
    """Cancel what waits for one contact, of these purposes or (none named) of all; return how many."""
    rows = Message.objects.for_business(business_id).filter(
        contact=contact_id, status__in=WAITING, direction=Message.Direction.OUT
    )
    return _cancel(rows.filter(purpose__in=purposes) if purposes else rows, reason="cancelled", why=why)


def cancel_message(*, business: Business | int, message_id: int, why: str, now: datetime) -> bool:
    """Cancel one waiting message; False where it had left or been settled before."""
    rows = Message.objects.for_business(business).filter(pk=message_id, status__in=WAITING)
    return bool(_cancel(rows, reason="cancelled", why=why))


def _cancel(rows: QuerySet[Message], *, reason: str, why: str) -> int:
    # Conditional on the status: a row that a worker holds is waited for, and left alone once it has gone.
    return rows.update(status=Message.Status.CANCELLED, status_reason=reason, status_sentence=why[:300])
