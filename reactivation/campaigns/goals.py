"""What a campaign was for: who reached its goal, of those written to and of those held back to compare."""

from __future__ import annotations

from datetime import datetime, timedelta

from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.policy import REPLY_WINDOW

State = Enrollment.State
RESULTS = frozenset({"appointment", "won"})


def note_reply_goal(enrollment: Enrollment, *, at: datetime) -> bool:
    """Count a positive reply where a reply is the campaign's goal; return whether it was the first."""
    rows = Enrollment.objects.for_business(enrollment.business_id).filter(
        pk=enrollment.pk, campaign__goal=Campaign.Goal.REPLY, converted_at=None
    )
    return bool(rows.update(converted_at=at, converted_by="reply"))


def note_held_back_reply(*, business_id: int, contact_id: int, at: datetime) -> int:
    """Count somebody who was held back and wrote something positive all the same, within the reply window."""
    rows = Enrollment.objects.for_business(business_id).filter(
        contact=contact_id, state=State.HELD_BACK, campaign__goal=Campaign.Goal.REPLY, converted_at=None,
        created_at__lte=at, created_at__gte=at - REPLY_WINDOW,
    )  # fmt: skip
    return rows.update(converted_at=at, converted_by="reply")


def note_result(*, business_id: int, contact_id: int, kind: str, at: datetime) -> int:
    """Count an appointment or a won deal; return for how many campaigns.

    kind: "appointment" or "won". It counts for whoever replied within the campaign's `conversion_days` before it, for
    the campaign replied to last; and for whoever was held back within so many days, since both are compared.
    """
    if kind not in RESULTS:
        raise ValueError(f"{kind} is no result of a campaign.")
    rows = Enrollment.objects.for_business(business_id).filter(
        contact=contact_id, campaign__goal=Campaign.Goal.APPOINTMENT
    )
    written_to = rows.filter(replied_at__lte=at).select_related("campaign").order_by("-replied_at").first()
    reached = [row.pk for row in [written_to] if row and _in_time(row, row.replied_at, at=at)]
    held_back = rows.filter(state=State.HELD_BACK, created_at__lte=at).select_related("campaign")
    reached += [row.pk for row in held_back if _in_time(row, row.created_at, at=at)]
    fresh = Enrollment.objects.for_business(business_id).filter(pk__in=reached, converted_at=None)
    return fresh.update(converted_at=at, converted_by=kind)


def _in_time(row: Enrollment, since: datetime | None, *, at: datetime) -> bool:
    return since is not None and at - since <= timedelta(days=row.campaign.conversion_days)
