"""Reading contacts: the list with its filters, and everything one contact's page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Business
from contacts.consent import active_suppressions
from contacts.models import ConsentRecord, Contact, ContactPoint, ImportBatch, Suppression

PAGE = 25
MESSAGES = 50
MOST_HAPPENINGS = 120

# The states people filter by, apart as ruling 6 wants them: label and suppression reasons.
NUMBER = re.compile(r"\s*\+?(?:[\s().\-/]*\d){4,15}\s*")
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "opted_out": (
        "Opted out by text",
        (Suppression.Reason.TEXT_OPT_OUT, Suppression.Reason.OWN_WORDS, Suppression.Reason.CARRIER),
    ),
    "suspected": ("Suspected opt-out", (Suppression.Reason.SUSPECTED,)),
    "unsubscribed": ("Unsubscribed", (Suppression.Reason.UNSUBSCRIBED,)),
    "do_not_email": ("Do Not Email", (Suppression.Reason.DO_NOT_EMAIL,)),
    "stopped": ("Stopped by hand", (Suppression.Reason.MANUAL,)),
    "wrong_number": ("Wrong number", (Suppression.Reason.WRONG_NUMBER, Suppression.Reason.INVALID)),
}


@dataclass
class ContactRow:
    """One line of the list. reach: the value of the badge that says whether a text may go there."""

    contact: Contact
    phone: str = ""
    email: str = ""
    reach: str = "no_phone"


@dataclass
class ContactPage:
    rows: list[ContactRow] = field(default_factory=list)
    older: int | None = None


def filter_contacts(
    business: Business, *, query: str = "", state: str = "", tag: str = "", source: str = ""
) -> QuerySet[Contact]:
    """Return the contacts that meet the list's filters, newest first."""
    contacts: QuerySet[Contact] = Contact.objects.for_business(business)
    if tag:
        contacts = contacts.filter(tags__contains=[tag])
    if source:
        contacts = contacts.filter(source=source)
    if state in STATES:
        stopped = Suppression.objects.for_business(business).filter(reason__in=STATES[state][1], lift=None)
        contacts = contacts.filter(
            pk__in=ContactPoint.objects.for_business(business)
            .filter(address_hash__in=stopped.values("address_hash"))
            .values("contact")
        )
    elif state == "declined":
        contacts = contacts.filter(declined_at__isnull=False)
    # A number with spaces and brackets is one thing to look for, as the pages themselves write it.
    for word in [query] if NUMBER.fullmatch(query) else query.split()[:4]:
        contacts = contacts.filter(_matches(business, word))
    return contacts.order_by("-id")


def _matches(business: Business, word: str) -> Q:
    digits = "".join(character for character in word if character.isdigit())
    by_name = Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
    points = ContactPoint.objects.for_business(business)
    if "@" in word:
        return by_name | Q(pk__in=points.filter(kind="email", address__istartswith=word).values("contact"))
    if len(digits) >= 4:
        return by_name | Q(pk__in=points.filter(kind="phone", address__contains=digits).values("contact"))
    return by_name


def list_contacts(contacts: QuerySet[Contact], *, before: int | None = None) -> ContactPage:
    """Return one page of `contacts` with addresses and reach; a constant number of queries."""
    if before is not None:
        contacts = contacts.filter(pk__lt=before)
    found = list(contacts[: PAGE + 1])
    rows = [ContactRow(contact) for contact in found[:PAGE]]
    if rows:
        _add_reach(found[0].business_id, rows)
    return ContactPage(rows, found[PAGE - 1].pk if len(found) > PAGE else None)


def _add_reach(business_id: int, rows: list[ContactRow]) -> None:
    by_id = {row.contact.pk: row for row in rows}
    points = ContactPoint.objects.for_business(business_id).filter(contact__in=by_id)
    hashes: dict[str, list[ContactRow]] = {}
    for point in points.exclude(state=ContactPoint.State.DETACHED).order_by("is_primary", "-id"):
        row = by_id[point.contact_id]
        setattr(row, point.kind, point.address)
        if point.kind == "phone":
            row.reach = "no_consent"
            hashes.setdefault(point.address_hash, []).append(row)
    agreed = ConsentRecord.objects.for_business(business_id).filter(
        address_hash__in=hashes, action="granted", kind="express_written", obtained_at__isnull=False
    )
    for address_hash, contact_id in agreed.values_list("address_hash", "detail__contact_id"):
        for row in hashes[address_hash]:
            if row.contact.pk == contact_id:
                row.reach = "subscribed"
    stops = active_suppressions(business_id, hashes).values_list("address_hash", "reason")
    for address_hash, reason in stops:
        for row in hashes[address_hash]:
            row.reach = str(reason)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a contact's timeline."""

    at: datetime
    title: str
    text: str = ""
    tone: str = "neutral"
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class ContactStory:
    """What a contact's page shows beside the conversation."""

    points: list[ContactPoint]
    stops: list[Suppression]
    household: list[Contact]
    timeline: list[Happening]
    # There are more messages than the timeline shows: the conversation has them all.
    has_more_messages: bool


def contact_story(contact: Contact) -> ContactStory:
    """Return addresses, active stops, the people who share a phone, and the timeline, newest first."""
    points = list(contact.points.order_by("kind", "-is_primary", "id"))
    hashes = [point.address_hash for point in points]
    stops = list(active_suppressions(contact.business, hashes).select_related("by_member__user", "detail"))
    household = list(
        Contact.objects.for_business(contact.business_id)
        .filter(points__address_hash__in=hashes, points__kind="phone")
        .exclude(pk=contact.pk)
        .distinct()[:10]
    )
    said = _messages(contact)
    timeline = [*_consents(contact, hashes), *_stops(contact, hashes), *_changes(contact), *said[:MESSAGES]]
    timeline.append(Happening(contact.created_at, "Added to your contacts", contact.source))
    timeline = sorted(timeline, key=lambda one: one.at, reverse=True)[:MOST_HAPPENINGS]
    return ContactStory(points, stops, household, timeline, len(said) > MESSAGES)


def _messages(contact: Contact) -> list[Happening]:
    """What came in and what left, newest first; what still waits or was never handed over has not happened."""
    rows = contact.messages.filter(Q(direction="in") | Q(handed_over_at__isnull=False))
    rows = rows.select_related("by_member__user").order_by("-created_at", "-id")
    authors = {"contact": f"{contact.name} wrote", "assistant": "The assistant wrote", "campaign": "Campaign text sent"}
    found = []
    for row in rows[: MESSAGES + 1]:
        who = f"{row.by_member} wrote" if row.by_member else authors.get(row.author, "Automatic text sent")
        lost = row.status in ("failed", "undelivered")
        title = f"{who}, not delivered" if lost else who
        tone = "bad" if lost else "info" if row.direction == "in" else "neutral"
        found.append(Happening(row.handed_over_at or row.created_at, title, row.body, tone, is_message=True))
    return found


def _consents(contact: Contact, hashes: list[str]) -> list[Happening]:
    rows = ConsentRecord.objects.for_business(contact.business_id).filter(address_hash__in=hashes)
    found = []
    for row in rows.select_related("detail").order_by("-recorded_at")[:50]:
        given = f"given {row.obtained_at:%d %B %Y}" if row.obtained_at else "no date"
        proof = "attested by the owner" if row.attested else "with its wording" if row.has_wording else "no wording"
        wording = row.detail.facts.get("wording", "")
        text = f"{row.source or 'no source'}, {given}, {proof}." + (f" “{wording}”" if wording else "")
        tone = "good" if row.action == "granted" else "bad"
        found.append(Happening(row.recorded_at, f"{row.get_kind_display()} consent recorded", text, tone))
    return found


def _stops(contact: Contact, hashes: list[str]) -> list[Happening]:
    rows = Suppression.objects.for_business(contact.business_id).filter(address_hash__in=hashes)
    found = []
    for row in rows.select_related("detail", "lift", "by_member__user").order_by("-created_at")[:50]:
        words = row.detail.facts.get("words") or row.detail.facts.get("note") or ""
        found.append(Happening(row.created_at, row.get_reason_display(), f"“{words}”" if words else "", "bad"))
        if hasattr(row, "lift"):
            found.append(Happening(row.lift.created_at, f"Lifted: {row.get_reason_display()}", row.lift.why, "warn"))
    return found


def _changes(contact: Contact) -> list[Happening]:
    rows = contact.changes.select_related("by_member__user")[:50]
    return [
        Happening(
            row.at,
            f"{row.field.replace('_', ' ').capitalize()} changed",
            f"{row.old or 'nothing'} → {row.new or 'nothing'}",
        )
        for row in rows
    ]


def list_imports(business: Business) -> QuerySet[ImportBatch]:
    """Return the imports of a business, newest first."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.for_business(business)
    return rows.select_related("created_by__user").order_by("-id")
