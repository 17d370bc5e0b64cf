"""What becomes of a contact through what it says: declined, a new address or name, a number that is not its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Member
from accounts.work import record
from contacts.events import ContactDeclined
from contacts.models import Contact, ContactChange, ContactPoint

UPDATABLE = ("first_name", "last_name", "city", "state", "postcode", "language", "preferred_channel", "stated_request")


class NotUpdatable(Exception):
    """This field is not one that a contact's words may change."""


def decline(contact: Contact, *, reason: str, now: datetime) -> bool:
    """Take a contact out of all campaigns and follow-ups (ruling 6); return whether that is news."""
    with transaction.atomic():
        news = (
            Contact.objects.for_business(contact.business_id)
            .filter(pk=contact.pk, declined_at=None)
            .update(declined_at=now, declined_reason=reason[:80])
        )
        if news:
            record(ContactDeclined(business_id=contact.business_id, contact_id=contact.pk), now=now)
    contact.refresh_from_db(fields=["declined_at", "declined_reason"])
    return bool(news)


def undecline(contact: Contact, *, member: Member, now: datetime) -> None:
    """Let campaigns and follow-ups reach a contact again: a member's correction, kept in the history."""
    old = contact.declined_reason or "declined"
    with transaction.atomic():
        changed = (
            Contact.objects.for_business(contact.business_id)
            .filter(pk=contact.pk, declined_at__isnull=False)
            .update(declined_at=None, declined_reason="")
        )
        if changed:
            _keep(contact, field="declined", old=old, new="", member=member, origin="member", now=now)
    contact.refresh_from_db(fields=["declined_at", "declined_reason"])


def update_contact_field(
    contact: Contact, *, field: str, value: str, origin: str, now: datetime, member: Member | None = None
) -> bool:
    """Write one field of a contact and keep the old value; return whether anything changed. Raises NotUpdatable.

    origin: "message:<uid>", "import:<id>" or "member".
    """
    if field not in UPDATABLE:
        raise NotUpdatable(f"The field {field} cannot be changed this way.")
    value = value.strip()[: getattr(Contact._meta.get_field(field), "max_length", None)]
    old = str(getattr(contact, field))
    if not value or old == value:
        return False
    with transaction.atomic():
        setattr(contact, field, value)
        contact.save(update_fields=[field, "updated_at"])
        _keep(contact, field=field, old=old, new=value, member=member, origin=origin, now=now)
    return True


def add_address(contact: Contact, *, kind: str, address: str, address_hash: str, origin: str, now: datetime) -> bool:
    """Give a contact a further address that it named itself; the old ones stay. Return whether it is new.

    Nothing proves that it is theirs: it is *claimed*, and nothing automated goes there before somebody has written
    from it or consented for it.
    """
    with transaction.atomic():
        found: tuple[ContactPoint, bool] = ContactPoint.across_businesses.get_or_create(
            business=contact.business,
            contact=contact,
            kind=kind,
            address=address,
            defaults={
                "address_hash": address_hash,
                "state": ContactPoint.State.CLAIMED,
                "state_reason": "Named in a message; nobody has written from it yet.",
                "is_primary": not contact.points.filter(kind=kind, is_primary=True).exists(),
            },
        )
        if found[1]:
            old = contact.points.filter(kind=kind).exclude(address=address).values_list("address", flat=True).first()
            _keep(contact, field=kind, old=old or "", new=address, member=None, origin=origin, now=now)
    return found[1]


def detach(point: ContactPoint, *, why: str, origin: str, now: datetime) -> None:
    """Part an address from a contact that it does not belong to; what was there stays in the history."""
    if point.state == ContactPoint.State.DETACHED:
        return
    point.state, point.state_reason = ContactPoint.State.DETACHED, why[:200]
    point.save(update_fields=["state", "state_reason"])
    _keep(point.contact, field=point.kind, old=point.address, new="", member=None, origin=origin, now=now)


def _keep(
    contact: Contact, *, field: str, old: str, new: str, member: Member | None, origin: str, now: datetime
) -> None:
    ContactChange.objects.create(
        business=contact.business,
        contact=contact,
        field=field,
        old=old[:500],
        new=new[:500],
        by_member=member,
        origin=origin,
        at=now,
    )
