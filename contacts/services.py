"""Changing contacts by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Member
from contacts.consent import StopFacts, suppress
from contacts.models import Contact, ContactChange, Suppression


class ContactProblem(Exception):
    """What was asked cannot be done; the text says why in a sentence."""


@transaction.atomic
def edit_contact(contact: Contact, *, member: Member, values: Mapping[str, Any], now: datetime) -> list[str]:
    """Change a contact and keep the old values. Returns the names of the fields that changed."""
    row = Contact.objects.for_business(contact.business_id).select_for_update().get(pk=contact.pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    ContactChange.objects.bulk_create(
        ContactChange(
            business=row.business, contact=row, field=name, old=_text(getattr(row, name)), new=_text(values[name]),
            by_member=member, origin="member", at=now,
        )
        for name in changed
    )  # fmt: skip
    for name in changed:
        setattr(row, name, values[name])
    if "zone" in changed:
        row.zone_set_by_hand = bool(row.zone)
    if changed:
        row.save(update_fields=[*changed, "zone_set_by_hand", "updated_at"])
    return changed


def _text(value: object) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value or ""))[:500]


@transaction.atomic
def record_stop(
    contact: Contact, *, member: Member, reason: str, all_channels: bool, now: datetime
) -> list[Suppression]:
    """Suppress a contact's phones (and emails with `all_channels`) because a member heard them ask for it."""
    if not reason.strip():
        raise ContactProblem("Say what was said and where: it stays on record.")
    points = contact.points.filter(kind__in=["phone", "email"] if all_channels else ["phone"])
    if not points:
        raise ContactProblem("This contact has no phone number to stop.")
    facts = StopFacts(contact_id=contact.pk, by_member=member, note=reason.strip())
    return [
        suppress(
            contact.business, kind_of_address=point.kind, address=point.address, reason=Suppression.Reason.MANUAL,
            facts=facts, all_channels=all_channels, now=now,
        )[0]
        for point in points.order_by("address_hash")
    ]  # fmt: skip
