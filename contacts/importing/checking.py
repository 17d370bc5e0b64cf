"""What an import would do, row by row, without writing a contact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from contacts.consent import active_suppressions, hash_address
from contacts.importing.rows import RowReading, read_row
from contacts.importing.steps import read_defaults
from contacts.models import Contact, ContactPoint, ImportBatch, ImportRow

CHUNK = 500
Outcome = ImportRow.Outcome
# Fields of a contact that a file may fill or change, never empty.
FIELDS = ("first_name", "last_name", "city", "state", "postcode", "country", "zone", "language", "source", "standing",
          "stated_request", "external_id")  # fmt: skip


@dataclass
class Known:
    """What the business already has for the addresses of one chunk of rows."""

    contacts: dict[str, list[Contact]] = field(default_factory=dict)
    suppressed: dict[str, str] = field(default_factory=dict)
    points: dict[int, set[str]] = field(default_factory=dict)


def hashes_of(reading: RowReading) -> list[str]:
    """Return the hashes of the row's addresses, phones first."""
    found = [hash_address("phone", phone) for phone in reading.phones]
    return found + ([hash_address("email", reading.email)] if reading.email else [])


def look_up(batch: ImportBatch, readings: Sequence[RowReading]) -> Known:
    """Load what is known about a chunk's addresses with a constant number of queries."""
    hashes = {value for reading in readings for value in hashes_of(reading)}
    known = Known()
    points = ContactPoint.objects.for_business(batch.business_id).filter(address_hash__in=hashes)
    for point in points.exclude(state=ContactPoint.State.DETACHED).select_related("contact").order_by("contact_id"):
        known.contacts.setdefault(point.address_hash, []).append(point.contact)
        known.points.setdefault(point.contact_id, set()).add(point.address_hash)
    for row in active_suppressions(batch.business, hashes):
        known.suppressed[row.address_hash] = row.get_reason_display()
    return known


def match(reading: RowReading, known: Known) -> tuple[Contact | None, bool]:
    """Return the contact this row is about, and whether it shares an address with somebody of another name."""
    shares = False
    for value in hashes_of(reading):
        for contact in known.contacts.get(value, []):
            if not reading.name or not _plain(contact) or reading.name.casefold() == _plain(contact).casefold():
                return contact, False
            shares = True
    return None, shares


def _plain(contact: Contact) -> str:
    return f"{contact.first_name} {contact.last_name}".strip()


def changes_of(reading: RowReading, contact: Contact) -> dict[str, list[str]]:
    """Return {field: [old, new]} for what the row would change; a blank never overwrites anything."""
    changes = {}
    for name in FIELDS:
        new, old = reading.values.get(name, ""), str(getattr(contact, name) or "")
        if new and new != old and not (name == "zone" and contact.zone_set_by_hand):
            changes[name] = [old, new]
    tags = [tag for tag in reading.tags if tag not in contact.tags]
    if tags:
        changes["tags"] = [", ".join(contact.tags), ", ".join([*contact.tags, *tags])]
    if reading.last_dealing_at and (
        contact.last_dealing_at is None or reading.last_dealing_at > contact.last_dealing_at
    ):
        old = contact.last_dealing_at.date().isoformat() if contact.last_dealing_at else ""
        changes["last_dealing_at"] = [old, reading.last_dealing_at.date().isoformat()]
    return changes


def text_remark(reading: RowReading, known: Known) -> str:
    """Return why the row's phone is not eligible for campaign texts, or nothing (ruling 9, ruling 10)."""
    if not reading.phones:
        return "Not eligible by text: no phone number."
    reason = known.suppressed.get(hash_address("phone", reading.phones[0]))
    if reason:
        return f"Not eligible by text: {reason.lower()} before, and an import never undoes that."
    if reading.do_not_contact or reading.consent_given is False:
        return "Not eligible by text: the file says no."
    if reading.consent_unclear:
        return "Not eligible by text: the file does not say yes."
    if reading.line_type == "landline":
        return "Not eligible by text: a landline."
    if reading.consent_at is None:
        return "Not eligible by text: no consent date."
    if not reading.consent_source:
        return "Not eligible by text: nothing says where the consent was given."
    return ""


def read_rows(batch: ImportBatch, *, now: datetime) -> Iterator[list[tuple[ImportRow, RowReading]]]:
    """Yield the batch's rows in chunks, each with its reading."""
    defaults = read_defaults(batch)
    chunk: list[tuple[ImportRow, RowReading]] = []
    for row in batch.rows.order_by("line").iterator(chunk_size=CHUNK):
        chunk.append((row, read_row(row.cells, batch.mapping, defaults, now=now)))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def check_import(batch: ImportBatch, *, now: datetime) -> ImportBatch:
    """Give every row its outcome, reason and remarks; keep the counts. Stops quietly when the import was cancelled."""
    counts: Counter[str] = Counter()
    seen: dict[tuple[str, str], int] = {}
    for chunk in read_rows(batch, now=now):
        known = look_up(batch, [reading for _, reading in chunk])
        for row, reading in chunk:
            _judge(row, reading, known, seen, batch.mode)
            counts[row.outcome] += 1
            counts["suppressed"] += any(value in known.suppressed for value in hashes_of(reading))
            counts["eligible_by_text"] += bool(row.eligible_by_text)
            counts["attestation_needed"] += bool(row.eligible_by_text and not reading.consent_wording)
        ImportRow.across_businesses.bulk_update(
            [row for row, _ in chunk], ["outcome", "reason", "remarks", "changes", "eligible_by_text", "contact"]
        )
        still = ImportBatch.objects.for_business(batch.business_id).filter(
            pk=batch.pk, status=ImportBatch.Status.CHECKING
        )
        if not still.update(rows_done=chunk[-1][0].line, counts=dict(counts)):
            return batch
    done = Q(pk=batch.pk, status=ImportBatch.Status.CHECKING)
    ImportBatch.objects.for_business(batch.business_id).filter(done).update(
        status=ImportBatch.Status.CHECKED, counts=dict(counts)
    )
    batch.refresh_from_db()
    return batch


def _judge(row: ImportRow, reading: RowReading, known: Known, seen: dict[tuple[str, str], int], mode: str) -> None:
    row.remarks, row.changes, row.reason, row.contact, row.eligible_by_text = list(reading.remarks), {}, "", None, None
    if reading.refused:
        row.outcome, row.reason = Outcome.REFUSED, reading.refused
        return
    key = (reading.phones[0] if reading.phones else reading.email, reading.name.casefold())
    first = seen.setdefault(key, row.line)
    if first != row.line:
        row.outcome, row.reason = Outcome.DUPLICATE, f"The same person as in line {first}."
        return
    contact, shares = match(reading, known)
    remark = text_remark(reading, known)
    row.eligible_by_text = not remark
    if remark:
        row.remarks.append(remark)
    if contact is not None:
        row.contact = contact
        row.changes = changes_of(reading, contact)
        new_address = set(hashes_of(reading)) - known.points.get(contact.pk, set())
        row.outcome = Outcome.CHANGED if row.changes or new_address else Outcome.UNCHANGED
    else:
        row.outcome = Outcome.HOUSEHOLD if shares else Outcome.NEW
    if mode == "create" and contact is not None:
        row.outcome, row.reason = Outcome.SKIPPED, "Already a contact, and this import only creates."
    elif mode == "update" and contact is None:
        row.outcome, row.reason = Outcome.SKIPPED, "Not a contact yet, and this import only updates."
