"""Reading contacts: the list with its filters, and everything one contact's page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.models import Business
from contacts.consent import active_suppressions
from contacts.models import ConsentRecord, Contact, ContactPoint, CustomField, ImportBatch, Suppression
from contacts.timeline import Happening, read_timeline

PAGE = 25


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
class ContactStory:
    """What a contact's page shows beside the conversation."""

    points: list[ContactPoint]
    stops: list[Suppression]
    household: list[Contact]
    timeline: list[Happening]
    # There are more messages than the timeline shows: the conversation has them all.
    has_more_messages: bool
    own_fields: list[tuple[str, str]]


def contact_story(contact: Contact) -> ContactStory:
    """Return addresses, active stops, the people who share a phone, and the timeline, newest first."""
    points = list(contact.points.order_by("kind", "-is_primary", "id"))
    points.sort(key=lambda point: point.kind != "phone")
    hashes = [point.address_hash for point in points]
    living = [point.address_hash for point in points if point.state != ContactPoint.State.DETACHED]
    stops = list(
        active_suppressions(contact.business, living).select_related("by_member__user", "detail").order_by("pk")
    )
    household = list(
        Contact.objects.for_business(contact.business_id)
        .filter(points__address_hash__in=living, points__kind="phone")
        .exclude(pk=contact.pk)
        .distinct()[:10]
    )
    told = read_timeline(contact, hashes)
    return ContactStory(points, stops, household, told.happenings, told.has_more_messages, _own_fields(contact))


def _own_fields(contact: Contact) -> list[tuple[str, str]]:
    """The labels of the business's own fields with what this contact has in them; what has no label shows its key."""
    labels = dict(CustomField.objects.for_business(contact.business_id).order_by("label").values_list("key", "label"))
    rows = [(label, str(contact.custom.get(key, ""))) for key, label in labels.items()]
    return rows + [(key, str(value)) for key, value in contact.custom.items() if key not in labels]


def list_imports(business: Business) -> QuerySet[ImportBatch]:
    """Return the imports of a business, newest first."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.for_business(business)
    return rows.select_related("created_by__user").order_by("-id")
