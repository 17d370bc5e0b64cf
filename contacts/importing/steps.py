"""The steps a person takes after the upload: match the columns, vouch for the consents, commit, cancel, undo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from contacts.importing.dates import ORDERS
from contacts.importing.fields import CUSTOM, FIELDS, STOP_FIELDS, key_of_headings
from contacts.importing.parts import drop_parts
from contacts.importing.problem import ImportProblem
from contacts.importing.uploading import ADDRESS_FIELDS, OPEN
from contacts.models import CustomField, ImportBatch, ImportMapping

ATTESTATION = (
    "I have checked that everyone in this file whose row has a consent date and source agreed in writing to get "
    "marketing texts from {business} at that number, and that I can show it. I know that texting people who did not "
    "agree can cost $500 to $1,500 for each text."
)
Status = ImportBatch.Status
ENDED = (Status.DONE, Status.CANCELLED, Status.UNDOING, Status.UNDONE)
MOST_OWN_FIELDS = 100


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.for_business(batch.business_id).select_for_update().get(pk=batch.pk)


@transaction.atomic
def map_columns(
    batch: ImportBatch,
    *,
    mapping: Mapping[str, int],
    mode: str,
    defaults: Mapping[str, Any],
    reading: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> ImportBatch:
    """Say what the columns mean; the check starts anew. Raises ImportProblem.

    mapping: {field: column}; a field of the business's own is "custom:<key>". reading: region and date_order. With
    `now` the meaning is remembered for the next file with these headings.
    """
    row = _locked(batch)
    if row.status not in OPEN or row.started_at or not row.parts.exists():
        raise ImportProblem("This import has been started, so its columns can no longer be changed.")
    _refuse_mapping(row, mapping)
    if mode not in ImportBatch.Mode.values:
        raise ImportProblem("Choose whether to create contacts, update them, or both.")
    row.mapping, row.mode = dict(mapping), mode
    row.defaults = {**row.defaults, **defaults}
    row.format = {**row.format, **_chosen(reading or {})}
    row.status, row.problem = Status.CHECKING, ""
    row.rows_done, row.line_done, row.counts = 0, 0, {}
    row.save()
    if now is not None:
        _remember(row, now=now)
    return row


def _refuse_mapping(row: ImportBatch, mapping: Mapping[str, int]) -> None:
    own = set(CustomField.objects.for_business(row.business_id).values_list("key", flat=True))
    known = set(STOP_FIELDS) if row.kind == ImportBatch.Kind.STOPS else {*FIELDS, *(f"{CUSTOM}{key}" for key in own)}
    unknown = [name for name in mapping if name not in known]
    if unknown:
        raise ImportProblem(f"There is no field called {unknown[0]}.")
    if any(not 0 <= index < len(row.columns) for index in mapping.values()):
        raise ImportProblem("A column was chosen that this file does not have.")
    if not ADDRESS_FIELDS & mapping.keys():
        raise ImportProblem("Choose the column that holds the phone number or the email address.")


def _chosen(reading: Mapping[str, str]) -> dict[str, str]:
    chosen = {}
    if reading.get("date_order") in ORDERS:
        chosen["date_order"] = reading["date_order"]
    if len(reading.get("region", "")) == 2:
        chosen["region"] = reading["region"].upper()
    return chosen


def _remember(row: ImportBatch, *, now: datetime) -> None:
    if row.format.get("headings_at", 0) < 0:
        return
    kept = {name: value for name, value in row.defaults.items() if name != "zone"}
    ImportMapping.objects.for_business(row.business_id).update_or_create(
        business_id=row.business_id,
        headings_key=key_of_headings(row.columns),
        defaults={
            "kind": row.kind, "mapping": row.mapping, "defaults": kept, "mode": row.mode, "file_name": row.file_name,
            "format": {name: row.format[name] for name in ("region", "date_order")}, "used_at": now,
        },
    )  # fmt: skip


def make_own_field(batch: ImportBatch, *, label: str, kind: str) -> str:
    """Make a field of the business's own from a column; return its name in a mapping. Raises ImportProblem.

    The same label again gives the same field.
    """
    label = " ".join(label.split())[:60]
    key = slugify(label)[:40].strip("-")
    if not key:
        raise ImportProblem("Give the new field a name with letters in it.")
    if kind not in CustomField.Kind.values:
        raise ImportProblem("Choose whether the new field holds text, numbers or dates.")
    rows = CustomField.objects.for_business(batch.business_id)
    if not rows.filter(key=key).exists():
        if rows.count() >= MOST_OWN_FIELDS:
            raise ImportProblem(f"A business can have {MOST_OWN_FIELDS} fields of its own, and yours has them all.")
        rows.get_or_create(business_id=batch.business_id, key=key, defaults={"label": label, "kind": kind})
    return f"{CUSTOM}{key}"


@transaction.atomic
def confirm_import(batch: ImportBatch, *, member: Member, attests: bool, now: datetime) -> ImportBatch:
    """Commit a checked import. With `attests` the member vouches, in the words of ATTESTATION, for its consents."""
    row = _locked(batch)
    if row.status != Status.CHECKED:
        raise ImportProblem("This import has not been checked, or has already been started.")
    row.status, row.started_at = Status.RUNNING, now
    row.rows_done, row.line_done = 0, 0
    if attests:
        row.attested_by, row.attested_at = member, now
        row.attestation = ATTESTATION.format(business=row.business.name)
    row.save()
    return row


@transaction.atomic
def cancel_import(batch: ImportBatch, *, now: datetime) -> ImportBatch:
    """Give an import up. What is already written stays until it is undone; nothing more is."""
    row = _locked(batch)
    if row.status in ENDED:
        raise ImportProblem("This import has already ended.")
    row.status, row.finished_at = Status.CANCELLED, now
    row.save(update_fields=["status", "finished_at"])
    drop_parts(row)
    return row


@transaction.atomic
def fail_import(batch: ImportBatch, *, now: datetime) -> None:
    """End an import that met something nobody foresaw; what was written before stays and can be undone."""
    row = _locked(batch)
    row.status, row.finished_at = Status.FAILED, now
    row.problem = (
        "Something in this file stopped the import, and that is our mistake. Nothing of the rows after the last saved "
        "one was written. Please tell us, and try the list in smaller pieces meanwhile."
    )
    row.save(update_fields=["status", "finished_at", "problem"])


@transaction.atomic
def undo_import(
    batch: ImportBatch, *, member: Member, now: datetime, reason: str = "", lift_stops: bool = False
) -> ImportBatch:
    """Take an import back, in the background. Stops stay unless the member says why they go. Raises ImportProblem."""
    row = _locked(batch)
    if row.status not in (Status.DONE, Status.CANCELLED, Status.FAILED):
        raise ImportProblem("Only an import that has ended can be undone.")
    if not row.writes.exists():
        raise ImportProblem("This import has written nothing, so there is nothing to undo.")
    if lift_stops and not reason.strip():
        raise ImportProblem("Say why the stops of this file are being lifted: the reason stays on record.")
    row.status, row.line_done, row.rows_done = Status.UNDOING, 0, 0
    row.undone_by, row.undone_at = member, now
    row.undo_reason, row.undo_lifts_stops = reason.strip()[:300], lift_stops
    row.save()
    return row
