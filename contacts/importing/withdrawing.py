"""Undo for consents: the ledger only grows, so a consent of the file is taken back by a record of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from contacts.consent import ConsentDraft, record_consents_in_bulk
from contacts.models import ConsentDetail, ConsentRecord, ImportBatch, ImportWrite

NOTE = "The import that brought this consent was undone."
Action = ConsentRecord.Action


def withdraw_consents(batch: ImportBatch, writes: Sequence[ImportWrite], *, now: datetime) -> int:
    """Withdraw what the file said was agreed, and say again what stood on the same addresses before; return how many.

    A withdrawal ends everything that an address agreed to up to its date. This one corrects the ledger and says nothing
    about what comes to our knowledge later, such as the same file read rightly: it is dated before all it takes back.
    """
    ids = [pk for write in writes for pk in write.consents]
    given = list(_details(batch).filter(record_id__in=ids))
    if not given:
        return 0
    hashes = {detail.record.address_hash for detail in given}
    rows = list(_details(batch).filter(record__address_hash__in=hashes).order_by("record_id"))
    by_hash: dict[str, list[ConsentDetail]] = {}
    for row in rows:
        by_hash.setdefault(row.record.address_hash, []).append(row)
    drafts: list[ConsentDraft] = []
    for address_hash in sorted(hashes):
        drafts += _correct(batch, by_hash[address_hash], set(ids))
    record_consents_in_bulk(batch.business, drafts, now=now)
    return len(given)


def _details(batch: ImportBatch) -> QuerySet[ConsentDetail]:
    rows: QuerySet[ConsentDetail] = ConsentDetail.objects.for_business(batch.business_id).filter(erased_at=None)
    return rows.select_related("record")


def _correct(batch: ImportBatch, rows: Sequence[ConsentDetail], ours: set[int]) -> list[ConsentDraft]:
    """Return the withdrawals for one address, one per scope, and then what goes on standing."""
    standing = [row for row in rows if row.record.action == Action.GRANTED and not _is_taken_back(row, rows)]
    taken = [row for row in standing if row.record_id in ours]
    if not taken:
        return []
    dates = [row.record.obtained_at for row in standing if row.record.obtained_at is not None]
    before = (min(dates) if dates else batch.created_at) - timedelta(seconds=1)
    drafts = [
        ConsentDraft(
            kind_of_address=row.record.kind_of_address, address=row.facts.get("address", ""), action=Action.WITHDRAWN,
            kind=row.record.kind, scope=row.record.scope, source="import undone", obtained_at=before,
            contact_id=row.contact_id, facts={"file": batch.file_name, "row": row.facts.get("row"), "note": NOTE},
        )
        for row in {row.record.scope: row for row in taken}.values()
    ]  # fmt: skip
    return drafts + [_again(row) for row in standing if row.record_id not in ours]


def _is_taken_back(row: ConsentDetail, rows: Sequence[ConsentDetail]) -> bool:
    return any(
        later.record.action == Action.WITHDRAWN
        and (
            later.record_id > row.record_id
            or (
                row.record.obtained_at is not None
                and row.record.obtained_at <= (later.record.obtained_at or later.record.recorded_at)
            )
        )
        for later in rows
    )


def _again(row: ConsentDetail) -> ConsentDraft:
    """The same consent once more, as it stood: the withdrawal meant another."""
    record = row.record
    facts = {name: value for name, value in row.facts.items() if name != "address"}
    return ConsentDraft(
        kind_of_address=record.kind_of_address, address=row.facts.get("address", ""), action=record.action,
        kind=record.kind, scope=record.scope, source=record.source, obtained_at=record.obtained_at,
        expires_at=record.expires_at, contact_id=row.contact_id, attested=record.attested,
        facts={**facts, "note": "Stands as before an import that was undone."},
    )  # fmt: skip
