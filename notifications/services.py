"""Telling members something inside the product."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Business, Member
from accounts.policy import Capability, may
from notifications.models import Notification


def notify(
    business: Business,
    *,
    members: Iterable[Member],
    kind: str,
    title: str,
    path: str,
    dedupe_key: str,
    now: datetime,
    body: str = "",
) -> int:
    """Tell each member once, however often the fact is told. Returns how many were asked to be told."""
    rows = [
        Notification(
            business=business, member=member, kind=kind, title=title[:160], body=body[:300], path=path,
            dedupe_key=dedupe_key, created_at=now,
        )
        for member in members
    ]  # fmt: skip
    return len(Notification.objects.bulk_create(rows, ignore_conflicts=True))


def members_who_answer(business: Business) -> list[Member]:
    """Return the active members who may write to contacts."""
    return members_who_may(business, Capability.CONVERSE)


def members_who_may(business: Business, capability: Capability) -> list[Member]:
    """Return the active members whose role has a capability."""
    members = Member.objects.for_business(business).filter(is_active=True).order_by("pk")
    return [member for member in members if may(member.role, capability)]


def mark_read(member: Member, *, now: datetime, notification_id: int | None = None) -> int:
    """Mark one notification, or all of a member's, as read; return how many were unread."""
    unread = Notification.objects.for_business(member.business_id).filter(member=member, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=now)
