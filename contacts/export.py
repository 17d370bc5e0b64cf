"""Contacts as CSV, row by row: a list of a million never stands in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from accounts.models import Business
from contacts.consent import active_suppressions
from contacts.custom_fields import list_fields
from contacts.models import Contact, ContactPoint, Suppression

CHUNK = 1000
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = (
    "First name", "Last name", "Phone", "Further phones", "Email", "Line type", "Standing", "Source", "Tags",
    "Looked after by", "What they asked for", "City", "State", "ZIP or postcode", "Country", "Time zone", "Language",
    "Prefers", "Last dealing", "Last message from them", "Last message to them", "Not interested since", "Stops",
    "Added",
)  # fmt: skip


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def plain_cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    text = str(value or "").replace("\0", "")
    return f"'{text}" if text[:1] in FORMULA else text


def contacts_csv(business: Business, contacts: QuerySet[Contact]) -> Iterator[str]:
    """Yield the lines of a CSV of these contacts with addresses, active stops and the business's own fields."""
    writer: Any = csv.writer(_Echo())
    own = list_fields(business)
    yield "\ufeff" + writer.writerow([*HEAD, *(plain_cell(one.label) for one in own)])
    reasons = dict(Suppression.Reason.choices)
    rows = contacts.select_related("owner__user").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        points, stops = _look_up(business, chunk)
        for contact in chunk:
            mine = points.get(contact.pk, [])
            said = {reasons[reason] for point in mine for reason in stops.get(point.address_hash, ())}
            cells = [*_cells(contact, mine, sorted(said)), *(contact.custom.get(one.key, "") for one in own)]
            yield writer.writerow([plain_cell(cell) for cell in cells])


def _look_up(business: Business, chunk: list[Contact]) -> tuple[dict[int, list[ContactPoint]], dict[str, list[str]]]:
    points: dict[int, list[ContactPoint]] = {}
    rows = ContactPoint.objects.for_business(business).filter(contact__in=[contact.pk for contact in chunk])
    for point in rows.exclude(state=ContactPoint.State.DETACHED).order_by("-is_primary", "pk"):
        points.setdefault(point.contact_id, []).append(point)
    stops: dict[str, list[str]] = {}
    hashes = [point.address_hash for mine in points.values() for point in mine]
    for address_hash, reason in active_suppressions(business, hashes).values_list("address_hash", "reason"):
        stops.setdefault(address_hash, []).append(reason)
    return points, stops


def _cells(contact: Contact, points: list[ContactPoint], stops: list[str]) -> list[object]:
    phones = [point for point in points if point.kind == "phone"]
    email = next((point.address for point in points if point.kind == "email"), "")
    days = (contact.last_dealing_at, contact.last_inbound_at, contact.last_outbound_at, contact.declined_at)
    written = [f"{day:%Y-%m-%d}" if day else "" for day in days]
    return [
        contact.first_name, contact.last_name, phones[0].address if phones else "",
        " ".join(point.address for point in phones[1:]), email,
        phones[0].get_line_type_display() if phones else "", contact.get_standing_display(), contact.source,
        ", ".join(contact.tags), contact.owner or "", contact.stated_request, contact.city, contact.state,
        contact.postcode, contact.country, contact.zone, contact.language, contact.preferred_channel, *written,
        ", ".join(stops), f"{contact.created_at:%Y-%m-%d}",
    ]  # fmt: skip
