"""Changing contacts by hand: every field with its old value, stops and their ends, consents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from accounts.models import Member
from contacts.consent import (
    CannotLift,
    ConsentDraft,
    StopFacts,
    active_suppressions,
    lift,
    record_consents,
    suppress,
)
from contacts.models import ConsentRecord, Contact, ContactChange, ContactPoint, CustomField, Suppression
from contacts.standing import decline

MOST_TAGS = 50
LONGEST_CUSTOM = 200
# Which addresses a member's stop is for.
CHANNELS = {"texts": ("phone",), "email": ("email",), "all": ("phone", "email")}


class ContactProblem(Exception):
    """What was asked cannot be done; the text says why in a sentence."""


def clean_tag(typed: str) -> str:
    """Return a tag in its one form. Raises ContactProblem."""
    tag = " ".join(typed.replace("\0", "").split())
    if not tag:
        raise ContactProblem("Write the tag.")
    if len(tag) > 40 or "," in tag:
        raise ContactProblem("A tag has at most 40 characters and no comma.")
    return tag


@transaction.atomic
def edit_contact(contact: Contact, *, member: Member, values: Mapping[str, Any], now: datetime) -> list[str]:
    """Change a contact and keep the old values. Returns the names of the fields that changed.

    values: fields of Contact; `custom` is merged key by key, an empty value takes the key away.
    """
    row = Contact.objects.for_business(contact.business_id).select_for_update().get(pk=contact.pk)
    plain = {name: value for name, value in values.items() if name != "custom"}
    changed = [name for name, value in plain.items() if getattr(row, name) != value]
    history = [(name, _text(getattr(row, name)), _text(plain[name])) for name in changed]
    custom = _merge_custom(row, values.get("custom") or {})
    history += [
        (f"custom:{key}", str(row.custom.get(key, "")), str(custom.get(key, ""))) for key in _differ(row, custom)
    ]
    for name in changed:
        setattr(row, name, plain[name])
    if "zone" in changed:
        row.zone_set_by_hand = bool(row.zone)
    if history:
        row.custom = custom
        row.save(update_fields=[*changed, "custom", "zone_set_by_hand", "updated_at"])
        keep_changes(row, history, member=member, now=now)
    return [name for name, _, _ in history]


def _merge_custom(row: Contact, given: Mapping[str, str]) -> dict[str, Any]:
    merged = {**row.custom, **given}
    return {key: value for key, value in merged.items() if value != ""}


def _differ(row: Contact, custom: Mapping[str, Any]) -> list[str]:
    return [key for key in {**row.custom, **custom} if row.custom.get(key, "") != custom.get(key, "")]


def keep_changes(
    contact: Contact, history: list[tuple[str, str, str]], *, member: Member | None, now: datetime
) -> None:
    """Keep what changed: field, old value, new value."""
    ContactChange.objects.bulk_create(
        ContactChange(
            business_id=contact.business_id, contact=contact, field=name[:40], old=old[:500], new=new[:500],
            by_member=member, origin="member", at=now,
        )
        for name, old, new in history
    )  # fmt: skip


def _text(value: object) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value or ""))[:500]


def clean_custom(field: CustomField, typed: str) -> str:
    """Return a value of a business's own field as it is kept. Raises ContactProblem with a sentence."""
    text = typed.replace("\0", "").strip()
    if not text:
        return ""
    if len(text) > LONGEST_CUSTOM:
        raise ContactProblem(f"{field.label} may have at most {LONGEST_CUSTOM} characters.")
    if field.kind == CustomField.Kind.NUMBER:
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            raise ContactProblem(f"{field.label} must be a number, such as 12 or 12.5.")
        return f"{number.normalize():f}"
    if field.kind == CustomField.Kind.DATE:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ContactProblem(f"{field.label} must be a date, such as 2026-03-31.") from None
    return text


@transaction.atomic
def record_stop(
    contact: Contact, *, member: Member, reason: str, channels: str = "texts", now: datetime
) -> list[Suppression]:
    """Suppress a contact's addresses because a member heard them ask for it, and cancel what waits.

    channels: texts (texts and calls), email, or all. Raises ContactProblem where there is nothing to stop.
    """
    if not reason.strip():
        raise ContactProblem("Say what was said and where: it stays on record.")
    points = contact.points.filter(kind__in=CHANNELS[channels]).exclude(state=ContactPoint.State.DETACHED)
    if not points:
        missing = {"texts": "phone number", "email": "email address", "all": "phone number and no email address"}
        raise ContactProblem(f"This contact has no {missing[channels]} to stop.")
    facts = StopFacts(contact_id=contact.pk, by_member=member, note=reason.strip())
    return [
        suppress(
            contact.business, kind_of_address=point.kind, address=point.address, reason=Suppression.Reason.MANUAL,
            facts=facts, all_channels=channels == "all", now=now,
        )[0]
        for point in points.order_by("address_hash")
    ]  # fmt: skip


def stops_of(contact: Contact) -> list[Suppression]:
    """Return the active stops on the addresses a contact has now."""
    points = contact.points.exclude(state=ContactPoint.State.DETACHED)
    rows = active_suppressions(contact.business_id, points.values_list("address_hash", flat=True))
    return list(rows.select_related("by_member__user", "detail").order_by("pk"))


@transaction.atomic
def lift_stop(contact: Contact, *, suppression_id: int, member: Member, reason: str, now: datetime) -> Suppression:
    """End one stop of a contact by a member's correction, whose reason stays visible (ruling 8).

    Raises ContactProblem where the rules forbid it or there is no such stop.
    """
    found = {row.pk: row for row in stops_of(contact)}
    row = found.get(suppression_id)
    if row is None:
        raise ContactProblem("This stop has been lifted already.")
    if row.reason == Suppression.Reason.SUSPECTED:
        raise ContactProblem(
            "A suspected opt-out is decided in the conversation, where the words stand that led to it."
        )
    try:
        lift(row, why=reason, by_member=member, now=now)
    except CannotLift as problem:
        raise ContactProblem(str(problem)) from None
    return row


@transaction.atomic
def mark_unwanted(contact: Contact, *, member: Member, reason: str, now: datetime) -> None:
    """Take a contact out of all campaigns and follow-ups without deleting it. Raises ContactProblem where it is."""
    if not decline(contact, reason=reason.strip(), now=now):
        raise ContactProblem("This contact is marked as not interested already.")
    keep_changes(contact, [("declined", "", reason.strip())], member=member, now=now)


@transaction.atomic
def mark_wanted(contact: Contact, *, member: Member, reason: str, now: datetime) -> None:
    """Let campaigns and follow-ups reach a contact again: a member's correction, with its reason in the history."""
    old = contact.declined_reason or "declined"
    marked = Contact.objects.for_business(contact.business_id).filter(pk=contact.pk, declined_at__isnull=False)
    if not marked.update(declined_at=None, declined_reason=""):
        raise ContactProblem("This contact is not marked as not interested.")
    keep_changes(contact, [("wanted_again", old, reason.strip())], member=member, now=now)


@transaction.atomic
def record_consent(
    contact: Contact,
    *,
    member: Member,
    point: ContactPoint,
    kind: str,
    source: str,
    obtained_on: date,
    wording: str,
    note: str,
    now: datetime,
) -> ConsentRecord:
    """Write down a consent that a member has the proof of: what was agreed, when, where, in which words.

    Raises ContactProblem for a date that has not been yet or an address that is not the contact's.
    """
    if point.contact_id != contact.pk or point.state == ContactPoint.State.DETACHED:
        raise ContactProblem("This address is not one of this contact's. Choose another one.")
    at = datetime(obtained_on.year, obtained_on.month, obtained_on.day, tzinfo=now.tzinfo)
    if at > now:
        raise ContactProblem("This day has not been yet. Write the day on which they agreed.")
    if not source.strip() or not note.strip():
        raise ContactProblem("Say where they agreed and what proves it: without both it is no evidence.")
    facts = {"wording": wording.strip(), "note": note.strip()[:500], "recorded_by": str(member)}
    draft = ConsentDraft(
        kind_of_address=point.kind, address=point.address, action=ConsentRecord.Action.GRANTED, kind=kind,
        source=source.strip(), obtained_at=at, contact_id=contact.pk,
        facts={name: value for name, value in facts.items() if value},
    )  # fmt: skip
    return record_consents(contact.business, [draft], now=now)[0]
