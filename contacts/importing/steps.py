"""The steps a person takes: upload, match the columns, vouch for the consents, commit or cancel."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Business, Member
from contacts.importing.fields import FIELDS, guess_mapping
from contacts.importing.rows import Defaults
from contacts.importing.table import ImportProblem, read_table
from contacts.models import ImportBatch, ImportRow

ATTESTATION = (
    "I have checked that everyone in this file whose row has a consent date and source agreed in writing to get "
    "marketing texts from {business} at that number, and that I can show it. I know that texting people who did not "
    "agree can cost $500 to $1,500 for each text."
)
OPEN = (ImportBatch.Status.UPLOADED, ImportBatch.Status.CHECKED)


@transaction.atomic
def upload_file(business: Business, *, member: Member | None, name: str, data: bytes, now: datetime) -> ImportBatch:
    """Keep the file's rows and a first guess of what its columns mean. Raises ImportProblem; then nothing is kept."""
    table = read_table(data)
    batch = ImportBatch.objects.create(
        business=business,
        file_name=name[:200] or "contacts.csv",
        file_hash=hashlib.sha256(data).hexdigest(),
        columns=table.columns,
        mapping=guess_mapping(table.columns),
        defaults={"region": business.country, "zone": business.zone},
        rows_total=len(table.rows),
        created_by=member,
        created_at=now,
    )
    rows = (ImportRow(business=business, batch=batch, line=line, cells=cells) for line, cells in table.rows)
    ImportRow.objects.bulk_create(list(rows), batch_size=2000)
    return batch


def read_defaults(batch: ImportBatch) -> Defaults:
    """Return what stands where no column says it."""
    kept: Mapping[str, Any] = batch.defaults
    return Defaults(
        region=kept.get("region") or "US",
        zone=kept.get("zone") or "America/New_York",
        source=kept.get("source", ""),
        tags=tuple(kept.get("tags", ())),
        consent_source=kept.get("consent_source", ""),
        consent_wording=kept.get("consent_wording", ""),
        consent_date=kept.get("consent_date", ""),
    )


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.for_business(batch.business_id).select_for_update().get(pk=batch.pk)


@transaction.atomic
def map_columns(
    batch: ImportBatch, *, mapping: Mapping[str, int], mode: str, defaults: Mapping[str, Any]
) -> ImportBatch:
    """Say what the columns mean; the check starts anew. Raises ImportProblem."""
    row = _locked(batch)
    if row.status not in OPEN:
        raise ImportProblem("This import has been started, so its columns can no longer be changed.")
    unknown = [name for name in mapping if name not in FIELDS]
    if unknown:
        raise ImportProblem(f"There is no field called {unknown[0]}.")
    if any(not 0 <= index < len(row.columns) for index in mapping.values()):
        raise ImportProblem("A column was chosen that this file does not have.")
    if not {"phone", "email"} & mapping.keys():
        raise ImportProblem("Choose the column that holds the phone number or the email address.")
    if mode not in ImportBatch.Mode.values:
        raise ImportProblem("Choose whether to create contacts, update them, or both.")
    row.mapping = dict(mapping)
    row.mode = mode
    row.defaults = {**row.defaults, **defaults}
    row.status = ImportBatch.Status.CHECKING
    row.rows_done = 0
    row.save(update_fields=["mapping", "mode", "defaults", "status", "rows_done"])
    return row


@transaction.atomic
def confirm_import(batch: ImportBatch, *, member: Member, attests: bool, now: datetime) -> ImportBatch:
    """Commit a checked import. With `attests` the member vouches, in the words of ATTESTATION, for its consents."""
    row = _locked(batch)
    if row.status != ImportBatch.Status.CHECKED:
        raise ImportProblem("This import has not been checked, or has already been started.")
    row.status = ImportBatch.Status.RUNNING
    row.rows_done = 0
    if attests:
        row.attested_by, row.attested_at = member, now
        row.attestation = ATTESTATION.format(business=row.business.name)
    row.save(update_fields=["status", "rows_done", "attested_by", "attested_at", "attestation"])
    return row


@transaction.atomic
def cancel_import(batch: ImportBatch, *, now: datetime) -> ImportBatch:
    """Give an import up. What is already written stays; nothing more is."""
    row = _locked(batch)
    if row.status in (ImportBatch.Status.DONE, ImportBatch.Status.CANCELLED, ImportBatch.Status.FAILED):
        raise ImportProblem("This import has already ended.")
    row.status, row.finished_at = ImportBatch.Status.CANCELLED, now
    row.save(update_fields=["status", "finished_at"])
    return row


def rejects_csv(batch: ImportBatch) -> str:
    """Return the refused rows as CSV with line and reason; cells that a spreadsheet would run are made plain text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", "reason", *(_plain(column) for column in batch.columns)])
    refused = batch.rows.filter(outcome__in=[ImportRow.Outcome.REFUSED, ImportRow.Outcome.DUPLICATE]).order_by("line")
    for row in refused.iterator(chunk_size=1000):
        writer.writerow([row.line, row.reason, *(_plain(cell) for cell in row.cells)])
    return out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
