"""Writing a checked import: contacts, their addresses, consents and stops, in chunks that are each whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.work import record
from contacts import events
from contacts.addresses import likely_places
from contacts.consent import ConsentDraft, StopFacts, hash_address, record_consents, suppress
from contacts.importing.checking import FIELDS, changes_of, look_up, match, read_rows
from contacts.importing.rows import RowReading
from contacts.models import ConsentRecord, Contact, ContactChange, ContactPoint, ImportBatch, ImportRow, Suppression

Outcome = ImportRow.Outcome
TO_WRITE = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.HOUSEHOLD})
# Nothing of these is written, but what they say against texting holds.
TO_OBEY = frozenset({Outcome.SKIPPED, Outcome.DUPLICATE})


def write_import(batch: ImportBatch, *, now: datetime) -> ImportBatch:
    """Write what the check announced. A chunk is written whole or not at all; after a restart it goes on behind it."""
    for chunk in read_rows(batch, now=now):
        last = chunk[-1][0].line
        with transaction.atomic():
            current = ImportBatch.objects.for_business(batch.business_id).select_for_update().get(pk=batch.pk)
            if current.status != ImportBatch.Status.RUNNING:
                return current
            if last <= current.rows_done:
                continue
            _write_chunk(current, [(row, reading) for row, reading in chunk if row.outcome in TO_WRITE], now=now)
            _obey_chunk(current, [(row, reading) for row, reading in chunk if row.outcome in TO_OBEY], now=now)
            current.rows_done = last
            current.save(update_fields=["rows_done"])
    with transaction.atomic():
        current = ImportBatch.objects.for_business(batch.business_id).select_for_update().get(pk=batch.pk)
        if current.status == ImportBatch.Status.RUNNING:
            current.status, current.finished_at = ImportBatch.Status.DONE, now
            current.save(update_fields=["status", "finished_at"])
            record(events.ImportFinished(business_id=batch.business_id, batch_id=batch.pk), now=now)
    return current


def _write_chunk(batch: ImportBatch, rows: list[tuple[ImportRow, RowReading]], *, now: datetime) -> None:
    known = look_up(batch, [reading for _, reading in rows])
    drafts: list[ConsentDraft] = []
    for row, reading in rows:
        # Looked up again: what was written since the check must not be overwritten by its answer.
        contact, _ = match(reading, known)
        contact = _update(batch, contact, reading, now=now) if contact else _create(batch, reading)
        added = _add_points(contact, reading)
        for value in added:
            known.contacts.setdefault(value, []).append(contact)
        drafts.extend(_consents(batch, row, reading, contact))
        if reading.do_not_contact:
            _stop(batch, reading, contact, now=now)
        row.contact = contact
    record_consents(batch.business, drafts, now=now)
    ImportRow.across_businesses.bulk_update([row for row, _ in rows], ["contact"])


def _obey_chunk(batch: ImportBatch, rows: list[tuple[ImportRow, RowReading]], *, now: datetime) -> None:
    for row, reading in rows:
        if reading.do_not_contact:
            _stop(batch, reading, row.contact, now=now)
    drafts = [draft for row, reading in rows for draft in _withdrawals(batch, row, reading, row.contact)]
    record_consents(batch.business, drafts, now=now)


def _create(batch: ImportBatch, reading: RowReading) -> Contact:
    values: Any = {name: reading.values[name] for name in FIELDS if reading.values.get(name)}
    if reading.phones:
        places = likely_places(reading.phones[0])
        values.setdefault("country", places.country)
        if "zone" not in values and len(places.zones) == 1:
            values["zone"] = places.zones[0]
    values |= {"tags": reading.tags, "last_dealing_at": reading.last_dealing_at}
    return Contact.objects.create(business=batch.business, **values)


def _update(batch: ImportBatch, contact: Contact, reading: RowReading, *, now: datetime) -> Contact:
    changes = changes_of(reading, contact)
    if not changes:
        return contact
    for name in FIELDS:
        if name in changes:
            setattr(contact, name, changes[name][1])
    if "tags" in changes:
        contact.tags = [*contact.tags, *(tag for tag in reading.tags if tag not in contact.tags)]
    if "last_dealing_at" in changes:
        contact.last_dealing_at = reading.last_dealing_at
    contact.save(update_fields=[*changes, "updated_at"])
    ContactChange.objects.bulk_create(
        ContactChange(
            business=batch.business, contact=contact, field=name, old=old[:500], new=new[:500],
            by_member=batch.created_by, origin=f"import:{batch.pk}", at=now,
        )
        for name, (old, new) in changes.items()
    )  # fmt: skip
    return contact


def _add_points(contact: Contact, reading: RowReading) -> list[str]:
    have = {(point.kind, point.address) for point in contact.points.all()}
    kinds = {kind for kind, _ in have}
    added = []
    wanted = [("phone", phone) for phone in reading.phones] + ([("email", reading.email)] if reading.email else [])
    for kind, address in wanted:
        if (kind, address) in have:
            continue
        line_type = reading.line_type if kind == "phone" and address == reading.phones[0] else ""
        point = ContactPoint.objects.create(
            business=contact.business,
            contact=contact,
            kind=kind,
            address=address,
            address_hash=hash_address(kind, address),
            line_type=line_type or ContactPoint.LineType.UNKNOWN,
            line_type_source="import" if line_type else "",
            is_primary=kind not in kinds,
        )
        kinds.add(kind)
        added.append(point.address_hash)
    return added


def _consents(batch: ImportBatch, row: ImportRow, reading: RowReading, contact: Contact) -> list[ConsentDraft]:
    """Return what the file says was agreed. Without a date or a source nothing is recorded: it would prove nothing."""
    if reading.consent_given is False:
        return _withdrawals(batch, row, reading, contact)
    if not reading.phones or not reading.consent_at or not reading.consent_source:
        return []
    if reading.consent_unclear or reading.do_not_contact:
        return []
    facts: dict[str, Any] = {"file": batch.file_name, "row": row.line, "wording": reading.consent_wording}
    if batch.attested_at is not None:
        facts["attested_by"] = str(batch.attested_by)
        facts["attested_at"] = batch.attested_at.isoformat()
        facts["attestation"] = batch.attestation
    draft = ConsentDraft(
        kind_of_address="phone",
        address=reading.phones[0],
        action=ConsentRecord.Action.GRANTED,
        kind=ConsentRecord.Kind.EXPRESS_WRITTEN,
        source=reading.consent_source,
        obtained_at=reading.consent_at,
        contact_id=contact.pk,
        attested=batch.attested_at is not None,
        facts=facts,
    )
    return [] if _is_known(contact, draft) else [draft]


def _withdrawals(
    batch: ImportBatch, row: ImportRow, reading: RowReading, contact: Contact | None
) -> list[ConsentDraft]:
    """Return what takes a consent on record back, where the file says no to texts and there is one."""
    if reading.consent_given is not False:
        return []
    return [
        ConsentDraft(
            kind_of_address="phone",
            address=phone,
            action=ConsentRecord.Action.WITHDRAWN,
            kind=ConsentRecord.Kind.EXPRESS_WRITTEN,
            source=reading.consent_source or "import",
            contact_id=contact.pk if contact else None,
            facts={"file": batch.file_name, "row": row.line},
        )
        for phone in reading.phones
        if _has_consent(batch, phone)
    ]


def _has_consent(batch: ImportBatch, phone: str) -> bool:
    """Say whether the newest record of a number is not a withdrawal already."""
    records = ConsentRecord.objects.for_business(batch.business_id).filter(address_hash=hash_address("phone", phone))
    newest = records.order_by("-id").values_list("action", flat=True).first()
    return newest == ConsentRecord.Action.GRANTED


def _is_known(contact: Contact, draft: ConsentDraft) -> bool:
    """Say whether the same consent is already on record, so that a second import adds nothing."""
    return (
        ConsentRecord.objects.for_business(contact.business_id)
        .filter(
            address_hash=hash_address(draft.kind_of_address, draft.address), kind=draft.kind, source=draft.source,
            obtained_at=draft.obtained_at, attested=draft.attested, has_wording=bool(draft.facts["wording"]),
            detail__contact=contact,
        )
        .exists()
    )  # fmt: skip


def _stop(batch: ImportBatch, reading: RowReading, contact: Contact | None, *, now: datetime) -> None:
    facts = StopFacts(
        contact_id=contact.pk if contact else None,
        by_member=batch.created_by,
        note=f"Do not contact, says {batch.file_name}.",
    )
    for kind, address in [("phone", phone) for phone in reading.phones] + [("email", reading.email)]:
        if address:
            suppress(
                batch.business,
                kind_of_address=kind,
                address=address,
                reason=Suppression.Reason.MANUAL,
                facts=facts,
                now=now,
            )
