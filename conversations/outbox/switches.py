"""Switches: the row's presence is the stop. Read at claim and at hand-over; nothing queued is lost."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import Business, Member
from contacts.eligibility import SendingMode
from contacts.models import Contact
from conversations.models import ChannelAccount, Message, Switch
from conversations.outbox.facts import is_instance_off
from conversations.outbox.nudge import nudge


def set_switch(
    *,
    scope: str,
    now: datetime,
    business: Business | None = None,
    key: str = "",
    reason: str = "",
    member: Member | None = None,
) -> Switch:
    """Stop something from the next hand-over on; switching twice keeps the first.

    scope: all, business, channel (key: the sender's id), origin (key: an origin_group), contact (key: its id).
    """
    row, _ = Switch.objects.get_or_create(
        business=business,
        scope=scope,
        key=str(key),
        defaults={"reason": reason[:200], "by_member": member, "since": now},
    )
    return row


def lift_switch(*, scope: str, business: Business | None = None, key: str = "", now: datetime | None = None) -> bool:
    """End a stop; return whether there was one. What waited because of it is due again at once.

    now: when what had been put off becomes due; None leaves it to the next look, at most 15 minutes later.
    """
    removed, _ = Switch.objects.filter(business=business, scope=scope, key=str(key)).delete()
    if removed and now is not None:
        waiting = _put_off_by(scope, business, str(key)).filter(due_at__gt=now)
        waiting.update(due_at=now, status_reason="", status_sentence="")
    if removed:
        nudge()
    return bool(removed)


def is_switched_off(*, scope: str, business: Business | None = None, key: str = "") -> bool:
    """Say whether this very switch is set."""
    return Switch.objects.filter(business=business, scope=scope, key=str(key)).exists()


def may_send_now(account: ChannelAccount) -> bool:
    """Say whether a sender hands over anything now: mode, switches of all, business and sender, and its own state."""
    if settings.SENDING == SendingMode.OFF or not account.is_active or account.problem or is_instance_off():
        return False
    if settings.SENDING == SendingMode.SANDBOX and account.kind != ChannelAccount.Kind.SANDBOX:
        return False
    stopped = Q(business=None, scope=Switch.Scope.ALL) | Q(business=account.business_id, scope=Switch.Scope.BUSINESS)
    stopped |= Q(business=account.business_id, scope=Switch.Scope.CHANNEL, key=str(account.pk))
    return not Switch.objects.filter(stopped).exists()


def stop_contact(contact: Contact, *, member: Member | None, reason: str = "", now: datetime) -> Switch:
    """Hold back everything to one contact, whoever asks for it, until `release_contact`; what waits stays waiting."""
    key = str(contact.pk)
    return set_switch(
        scope=Switch.Scope.CONTACT, business=contact.business, key=key, reason=reason, member=member, now=now
    )


def release_contact(contact: Contact, *, now: datetime) -> bool:
    """End the stop of one contact; return whether there was one."""
    return lift_switch(scope=Switch.Scope.CONTACT, business=contact.business, key=str(contact.pk), now=now)


def stop_business(business: Business, *, member: Member | None, reason: str = "", now: datetime) -> Switch:
    """Hold back everything of a business until `release_business`; what waits stays waiting."""
    return set_switch(scope=Switch.Scope.BUSINESS, business=business, reason=reason, member=member, now=now)


def release_business(business: Business, *, now: datetime) -> bool:
    """End the stop of a business; return whether there was one."""
    return lift_switch(scope=Switch.Scope.BUSINESS, business=business, now=now)


def list_switches(business: Business) -> list[Switch]:
    """Return what is stopped in a business, newest first, with who did it; the stop of everything stands among it."""
    rows = Switch.objects.filter(Q(business=business) | Q(business=None)).select_related("by_member__user")
    return list(rows.order_by("-since", "-pk"))


def stop_all(*, reason: str, now: datetime, member: Member | None = None) -> Switch:
    """Stop everything that this installation sends."""
    return set_switch(scope=Switch.Scope.ALL, reason=reason, member=member, now=now)


def resume_all(*, now: datetime) -> bool:
    """End the stop of everything; return whether there was one."""
    return lift_switch(scope=Switch.Scope.ALL, now=now)


WORDS = {
    Switch.Scope.ALL: "all",
    Switch.Scope.BUSINESS: "business",
    Switch.Scope.CHANNEL: "channel",
    Switch.Scope.ORIGIN: "campaign",
    Switch.Scope.CONTACT: "contact",
}


def _put_off_by(scope: str, business: Business | None, key: str) -> QuerySet[Message]:
    """The messages whose due time was moved because of this switch."""
    rows: QuerySet[Message] = Message.across_businesses.filter(
        status=Message.Status.QUEUED, status_reason=f"switched_off_{WORDS[Switch.Scope(scope)]}"
    )
    narrowed = {
        Switch.Scope.CHANNEL: Q(account_id=key or None),
        Switch.Scope.ORIGIN: Q(origin_group=key),
        Switch.Scope.CONTACT: Q(contact_id=key or None),
    }
    rows = rows.filter(narrowed.get(Switch.Scope(scope), Q()))
    return rows if business is None else rows.filter(business=business)
