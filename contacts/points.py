"""The addresses of a contact, as members keep them: add, correct, part, line type by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Member
from contacts.consent import hash_address
from contacts.models import Contact, ContactPoint
from contacts.services import ContactProblem, keep_changes


@transaction.atomic
def add_point(
    contact: Contact, *, member: Member, kind: str, address: str, line_type: str = "", label: str = "", now: datetime
) -> ContactPoint:
    """Give a contact a phone or an email that a member knows; address: E.164 or an email in lower case.

    Raises ContactProblem where the contact has it already.
    """
    known = contact.points.select_for_update().filter(kind=kind, address=address).first()
    if known is not None and known.state not in (ContactPoint.State.DETACHED, ContactPoint.State.CLAIMED):
        raise ContactProblem("This contact has this address already.")
    point = known or ContactPoint(
        business_id=contact.business_id, contact=contact, kind=kind, address=address,
        address_hash=hash_address(kind, address),
    )  # fmt: skip
    point.state, point.state_reason, point.label = ContactPoint.State.OK, "", label[:40]
    point.is_primary = not _living(contact, kind).exclude(pk=point.pk).filter(is_primary=True).exists()
    if line_type and kind == "phone":
        point.line_type, point.line_type_source = line_type, "member"
    point.save()
    keep_changes(contact, [(kind, "", address)], member=member, now=now)
    return point


def _living(contact: Contact, kind: str) -> QuerySet[ContactPoint]:
    return contact.points.filter(kind=kind).exclude(state=ContactPoint.State.DETACHED)


@transaction.atomic
def change_point(
    point: ContactPoint, *, member: Member, address: str, line_type: str, label: str, is_primary: bool, now: datetime
) -> ContactPoint:
    """Correct an address, its line type, its label, or make it the first choice; what was stays in the history.

    A corrected address is another one: the old one is parted, so that stops and consents stay with what they are of.
    """
    contact = point.contact
    if address != point.address:
        new = add_point(contact, member=member, kind=point.kind, address=address, now=now)
        detach_point(point, member=member, why=f"Corrected to {address}", now=now)
        point = new
    history = []
    if point.kind == "phone" and line_type != point.line_type:
        history.append(("line_type", point.get_line_type_display(), ContactPoint.LineType(line_type).label))
        point.line_type, point.line_type_source = line_type, "member"
    if label != point.label:
        history.append(("label", point.label, label))
        point.label = label
    if is_primary and not point.is_primary:
        first = contact.points.filter(kind=point.kind, is_primary=True).first()
        history.append((f"first {point.kind}", first.address if first else "", point.address))
        contact.points.filter(kind=point.kind).update(is_primary=False)
        point.is_primary = True
    point.save(update_fields=["line_type", "line_type_source", "label", "is_primary"])
    keep_changes(contact, history, member=member, now=now)
    return point


@transaction.atomic
def detach_point(point: ContactPoint, *, member: Member, why: str, now: datetime) -> None:
    """Part an address from a contact it does not belong to; another of the kind becomes the first choice."""
    if not why.strip():
        raise ContactProblem("Say why this is not their address: it stays on record.")
    was_primary = point.is_primary
    point.state, point.state_reason, point.is_primary = ContactPoint.State.DETACHED, why.strip()[:200], False
    point.save(update_fields=["state", "state_reason", "is_primary"])
    if was_primary:
        heir = _living(point.contact, point.kind).exclude(pk=point.pk).order_by("pk").first()
        if heir is not None:
            heir.is_primary = True
            heir.save(update_fields=["is_primary"])
    keep_changes(point.contact, [(point.kind, point.address, "")], member=member, now=now)
