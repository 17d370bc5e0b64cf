"""Undo: an import is taken back, range by range, as far as nobody of it was written to or wrote since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from contacts.consent import lift
from contacts.importing.checking import always
from contacts.importing.holding import find_held
from contacts.importing.locks import is_mine, lock_business, lock_import
from contacts.importing.restoring import set_back
from contacts.importing.withdrawing import withdraw_consents
from contacts.models import (
    ConsentDetail,
    Contact,
    ContactChange,
    ContactPoint,
    ImportBatch,
    ImportRow,
    ImportWrite,
    Suppression,
    SuppressionDetail,
)

STEP = 500
Status = ImportBatch.Status
Undone = ImportWrite.Undone
WROTE = "They were written to, or wrote, after the import."
IN_USE = "They are part of a campaign or a conversation."
EDITED = "They were changed after the import, by hand or by what they said."
AGAIN = "A later import wrote to them as well."


def take_back(batch: ImportBatch, *, now: datetime, go_on: Callable[[], bool] = always) -> ImportBatch:
    """Undo what the import wrote, from where it was left. What stays says why (ImportWrite.undone_note)."""
    batch.refresh_from_db()
    while batch.status == Status.UNDOING and go_on():
        if not _take_range_back(batch, now=now):
            break
    batch.refresh_from_db()
    return batch


def _take_range_back(batch: ImportBatch, *, now: datetime) -> bool:
    with transaction.atomic():
        if not lock_import(batch) or not is_mine(batch, Status.UNDOING):
            return False
        rows = ImportBatch.objects.for_business(batch.business_id).filter(
            pk=batch.pk, status=Status.UNDOING, line_done=batch.line_done
        )
        writes = list(batch.writes.filter(line__gt=batch.line_done).order_by("line")[:STEP])
        if not writes:
            rows.update(status=Status.UNDONE)
            return False
        lock_business(batch)
        counts = _undo(batch, writes, now=now)
        done = {
            "line_done": writes[-1].line,
            "rows_done": batch.rows_done + len(writes),
            "counts": dict(Counter(batch.counts) + counts),
        }
        if not rows.update(**done):
            transaction.set_rollback(True)
            return False
    for name, value in done.items():
        setattr(batch, name, value)
    return True


def _undo(batch: ImportBatch, writes: Sequence[ImportWrite], *, now: datetime) -> Counter[str]:
    people = [write for write in writes if write.contact_id is not None]
    staying = _who_stays(batch, people)
    for write in people:
        note = staying.get(write.contact_id or 0, "")
        kind = Undone.KEPT if note else Undone.REMOVED if write.is_new else Undone.RESTORED
        write.undone, write.undone_note = kind, note
    goes = [write for write in people if write.undone != Undone.KEPT]
    withdrawn = withdraw_consents(batch, goes, now=now)
    set_back(batch, [write for write in goes if not write.is_new], now=now)
    remove_contacts(batch, [write.contact_id for write in goes if write.is_new and write.contact_id])
    lifted = _lift_stops(batch, writes, now=now) if batch.undo_lifts_stops else 0
    ImportWrite.objects.for_business(batch.business_id).bulk_update(people, ["undone", "undone_note"])
    counts = Counter(f"undo_{write.undone}" for write in people)
    return counts + Counter(undo_withdrawn=withdrawn, undo_lifted=lifted)


def _who_stays(batch: ImportBatch, people: Sequence[ImportWrite]) -> dict[int, str]:
    """Return {contact: why}, with the contacts locked so that nobody writes to them meanwhile."""
    ids = [write.contact_id for write in people if write.contact_id is not None]
    contacts = Contact.objects.for_business(batch.business_id).filter(pk__in=ids).order_by("pk").select_for_update()
    staying: dict[int, str] = {}
    created = {write.contact_id for write in people if write.is_new and write.contact_id is not None}
    since = batch.started_at or batch.created_at
    for contact in contacts:
        spoke = [at for at in (contact.last_inbound_at, contact.last_outbound_at) if at is not None]
        if any(at >= since for at in spoke):
            staying[contact.pk] = WROTE
    for contact_id in find_held(batch.business_id, Contact, created):
        staying.setdefault(contact_id, IN_USE)
    edited = ContactChange.objects.for_business(batch.business_id).filter(contact_id__in=created)
    for contact_id in edited.exclude(origin__startswith="import:").values_list("contact_id", flat=True):
        staying.setdefault(contact_id, EDITED)
    later = ImportWrite.objects.for_business(batch.business_id).filter(contact_id__in=created, undone="")
    for contact_id in later.exclude(batch=batch).values_list("contact_id", flat=True):
        staying.setdefault(contact_id or 0, AGAIN)
    return staying


def remove_contacts(batch: ImportBatch, ids: Sequence[int]) -> None:
    """Remove contacts that nothing holds. What the ledger knows of their addresses stays, without the person."""
    if not ids:
        return
    business = batch.business_id
    for keeps in (ConsentDetail, SuppressionDetail, ImportRow, ImportWrite):
        keeps.objects.for_business(business).filter(contact_id__in=ids).update(contact=None)
    for goes in (ContactPoint, ContactChange):
        goes.objects.for_business(business).filter(contact_id__in=ids)._raw_delete("default")
    Contact.objects.for_business(business).filter(pk__in=ids)._raw_delete("default")


def _lift_stops(batch: ImportBatch, writes: Sequence[ImportWrite], *, now: datetime) -> int:
    """Lift the stops that this file made, because the member said why."""
    ids = [pk for write in writes for pk in write.stops]
    rows = Suppression.objects.for_business(batch.business_id).filter(pk__in=ids, lift=None).order_by("address_hash")
    why = f"Import undone: {batch.undo_reason}"
    lifted = [lift(row, why=why, by_member=batch.undone_by, now=now) for row in rows]
    return len(lifted)
