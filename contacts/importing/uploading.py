"""A file comes in: its head is read and guessed at, the whole of it is kept, nothing else is done in the request."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import Business, Member
from contacts.importing import guessing
from contacts.importing.fields import CUSTOM, EMAILS, PHONES, STOP_FIELDS, key_of_headings
from contacts.importing.opening import guess_format, read_first
from contacts.importing.parts import open_parts, store_parts, too_large
from contacts.importing.problem import ImportProblem
from contacts.models import CustomField, ImportBatch, ImportMapping


@transaction.atomic
def upload_file(
    business: Business,
    *,
    member: Member | None,
    name: str,
    data: bytes | BinaryIO,
    now: datetime,
    kind: str = ImportBatch.Kind.CONTACTS,
) -> ImportBatch:
    """Keep the file and a first guess of how it is to be read. Raises ImportProblem; then nothing is kept.

    data: the file, or its bytes. kind: people, or a do-not-contact list that only suppresses.
    """
    file: BinaryIO = io.BytesIO(data) if isinstance(data, bytes) else data
    if file.seek(0, io.SEEK_END) > settings.IMPORT_MOST_BYTES:
        raise too_large()
    form = guess_format(file)
    batch = ImportBatch(
        business=business, file_name=name[-200:] or "contacts.csv", kind=kind, created_by=member, created_at=now
    )
    _apply_head(batch, file, form, headings_at=None, region="")
    _remember(batch)
    batch.save()
    store_parts(batch, file)
    batch.save(update_fields=["file_bytes", "file_hash"])
    return batch


def _apply_head(
    batch: ImportBatch, file: BinaryIO, form: Mapping[str, Any], *, headings_at: int | None, region: str
) -> None:
    """Guess columns, date order and region from the first rows, read as `form` says. Raises ImportProblem."""
    records = read_first(file, dict(form))
    head = guessing.read_head(records, headings_at=headings_at)
    mapping = guessing.guess_columns(head)
    if batch.kind == ImportBatch.Kind.STOPS:
        mapping = {field: column for field, column in mapping.items() if field in STOP_FIELDS}
    home = batch.business.country or "US"
    region = region or guessing.guess_region(head, mapping, home=home)
    order, is_proven = guessing.guess_date_order(head, mapping, region=region)
    batch.format = {
        **form, "headings_at": head.headings_at, "region": region, "date_order": order, "date_order_proven": is_proven,
    }  # fmt: skip
    batch.columns, batch.sample, batch.mapping = head.columns, guessing.cut(head.records), mapping
    batch.defaults = {"zone": batch.business.zone, **batch.defaults}
    per_row = sum(len(",".join(cells)) + 2 for _, cells in head.records) / len(head.records)
    if form["kind"] == "csv" and len(records) == guessing.HEAD_ROWS:
        batch.rows_total = int(file.seek(0, io.SEEK_END) / max(per_row, 1))
    else:
        batch.rows_total = len(head.records)


def _remember(batch: ImportBatch) -> None:
    """Offer what the columns meant the last time a file had these headings."""
    kept = ImportMapping.objects.for_business(batch.business).filter(
        headings_key=key_of_headings(batch.columns), kind=batch.kind
    )
    last = kept.first()
    if last is None or batch.format["headings_at"] < 0:
        return
    own = set(CustomField.objects.for_business(batch.business).values_list("key", flat=True))
    batch.mapping = {
        field: column
        for field, column in last.mapping.items()
        if not field.startswith(CUSTOM) or field.removeprefix(CUSTOM) in own
    }
    batch.defaults = {**batch.defaults, **last.defaults}
    batch.mode = last.mode
    # What the file proves stands above what was chosen last time.
    chosen = {name: last.format[name] for name in ("region", "date_order") if name in last.format}
    if batch.format["date_order_proven"]:
        chosen.pop("date_order", None)
    batch.format = {**batch.format, **chosen, "remembered": last.file_name}


@transaction.atomic
def change_format(batch: ImportBatch, *, changes: Mapping[str, Any]) -> ImportBatch:
    """Read the head of the kept file another way: encoding, delimiter, sheet, headings_at. Raises ImportProblem."""
    row = ImportBatch.objects.for_business(batch.business_id).select_for_update().get(pk=batch.pk)
    if row.status not in OPEN or row.started_at or not row.parts.exists():
        raise ImportProblem("This import has been started, so the way it is read can no longer be changed.")
    form = {
        name: row.format[name] for name in ("kind", "encoding", "delimiter", "sheet", "sheets") if name in row.format
    }
    form |= {name: value for name, value in changes.items() if name in ("encoding", "delimiter", "sheet")}
    is_same_text = all(form.get(name) == row.format.get(name) for name in ("encoding", "delimiter", "sheet"))
    headings_at = changes.get("headings_at", row.format.get("headings_at") if is_same_text else None)
    _apply_head(row, open_parts(row), form, headings_at=headings_at, region="")
    row.status, row.problem = ImportBatch.Status.UPLOADED, ""
    row.save()
    return row


OPEN = (ImportBatch.Status.UPLOADED, ImportBatch.Status.CHECKED, ImportBatch.Status.FAILED)
ADDRESS_FIELDS = frozenset({*PHONES, *EMAILS})
