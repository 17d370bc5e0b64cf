"""The check: the file is read in a stream, and what each row would do is kept. No contact is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import QuerySet

from contacts.importing.judging import judge_rows
from contacts.importing.locks import is_mine, lock_import
from contacts.importing.opening import read_rows
from contacts.importing.problem import ImportProblem
from contacts.importing.reading import Reading
from contacts.importing.readings import make_reading
from contacts.importing.staging import stage_rows
from contacts.importing.texts import Record
from contacts.models import ImportAddress, ImportBatch, ImportRow

STEP = 5_000
Status = ImportBatch.Status


def always() -> bool:
    """Go on to the end."""
    return True


def check_import(batch: ImportBatch, *, now: datetime, go_on: Callable[[], bool] = always) -> ImportBatch:
    """Judge the file range by range, from where it was left. Stops quietly when cancelled, or when `go_on` says so."""
    batch.refresh_from_db()
    try:
        if _check_ranges(batch, now=now, go_on=go_on):
            _finish(batch)
    except ImportProblem as problem:
        _fail(batch, str(problem), now=now)
    batch.refresh_from_db()
    return batch


def _check_ranges(batch: ImportBatch, *, now: datetime, go_on: Callable[[], bool]) -> bool:
    """Return whether the end of the file was reached."""
    if batch.status != Status.CHECKING:
        return False
    if batch.line_done == 0 and not _start_anew(batch):
        return False
    reading = make_reading(batch)
    rows = read_rows(batch, after_line=batch.line_done)
    while go_on():
        records = list(islice(rows, STEP))
        if not records:
            return True
        if not _check_range(batch, records, reading, now=now):
            return False
    return False


def _start_anew(batch: ImportBatch) -> bool:
    """Forget what an earlier check of other columns kept."""
    with transaction.atomic():
        if not lock_import(batch):
            return False
        if batch.rows.exists():
            ImportRow.objects.for_business(batch.business_id).filter(batch=batch)._raw_delete("default")
            ImportAddress.objects.for_business(batch.business_id).filter(batch=batch)._raw_delete("default")
    return True


def _check_range(batch: ImportBatch, records: Sequence[Record], reading: Reading, *, now: datetime) -> bool:
    """Check one range whole or not at all; False where the import was cancelled or is somebody else's now."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not lock_import(batch) or not is_mine(batch, Status.CHECKING):
            return False
        stage_rows(cursor, batch, records, reading, now=now)
        counts = Counter(batch.counts) + judge_rows(cursor, batch)
        done = {
            "counts": dict(counts),
            "rows_done": batch.rows_done + len(records),
            "line_done": records[-1][0],
        }
        # Conditional and last: whoever cancels is not kept waiting, and then the range is taken back.
        if not _of(batch).filter(status=Status.CHECKING, line_done=batch.line_done).update(**done):
            transaction.set_rollback(True)
            return False
    for name, value in done.items():
        setattr(batch, name, value)
    return True


def _of(batch: ImportBatch) -> QuerySet[ImportBatch]:
    rows: QuerySet[ImportBatch] = ImportBatch.objects.for_business(batch.business_id).filter(pk=batch.pk)
    return rows


def _finish(batch: ImportBatch) -> None:
    if not batch.rows_done:
        raise ImportProblem("This file has headings but no rows below them.")
    _of(batch).filter(status=Status.CHECKING, line_done=batch.line_done).update(
        status=Status.CHECKED, rows_total=batch.rows_done
    )


def _fail(batch: ImportBatch, problem: str, *, now: datetime) -> None:
    _of(batch).filter(status=Status.CHECKING).update(status=Status.FAILED, problem=problem[:300])
