"""Writing a checked import: contacts, addresses, consents and stops, in ranges that are each whole or not at all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.work import record
from contacts import events
from contacts.consent import MOST_STOPS_AT_ONCE, StopDraft, copy_rows, suppress_in_bulk
from contacts.importing import writing_sql as sql
from contacts.importing.agreeing import write_consents
from contacts.importing.checking import always
from contacts.importing.judging import PLANS
from contacts.importing.locks import is_mine, lock_business, lock_import
from contacts.importing.parts import drop_parts
from contacts.models import ImportBatch, Suppression

STEP = 5_000
Status = ImportBatch.Status


def write_import(batch: ImportBatch, *, now: datetime, go_on: Callable[[], bool] = always) -> ImportBatch:
    """Write what the check announced, from where it was left. Stops when cancelled, or when `go_on` says so."""
    batch.refresh_from_db()
    while batch.status == Status.RUNNING and go_on():
        if not _write_range(batch, now=now):
            break
    batch.refresh_from_db()
    return batch


def _write_range(batch: ImportBatch, *, now: datetime) -> bool:
    """Write one range; False where there was nothing more to do, or the import is no longer this worker's."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not lock_import(batch) or not is_mine(batch, Status.RUNNING):
            return False
        values = _values(batch, now=now)
        cursor.execute(PLANS.format("off"))
        cursor.execute(sql.RANGE_END, values)
        upto = cursor.fetchone()[0]
        if upto is None:
            _finish(batch, now=now)
            return False
        lock_business(batch)
        counts = _write(cursor, batch, {**values, "upto": upto}, now=now)
        done = {
            "line_done": upto,
            "rows_done": batch.rows.filter(line__lte=upto, line__gt=batch.line_done).count() + batch.rows_done,
            "counts": dict(Counter(batch.counts) + counts),
        }
        mine = ImportBatch.objects.for_business(batch.business_id).filter(
            pk=batch.pk, status=Status.RUNNING, line_done=batch.line_done
        )
        if not mine.update(**done):
            transaction.set_rollback(True)
            return False
    for name, value in done.items():
        setattr(batch, name, value)
    return True


def _values(batch: ImportBatch, *, now: datetime) -> dict[str, Any]:
    return {
        "business": batch.business_id,
        "batch": batch.pk,
        "mode": batch.mode,
        "after": batch.line_done,
        "size": STEP,
        "most_stops": MOST_STOPS_AT_ONCE // 2,
        "member": batch.created_by_id,
        "origin": f"import:{batch.pk}",
        "now": now,
    }


def _write(cursor: Any, batch: ImportBatch, values: dict[str, Any], *, now: datetime) -> Counter[str]:
    cursor.execute(sql.TABLES)
    if batch.kind == ImportBatch.Kind.STOPS:
        cursor.execute(sql.TAKE_STOPS, values)
    else:
        cursor.execute(sql.TAKE, values)
        cursor.execute("ANALYZE import_write; SET LOCAL enable_nestloop = on")
        _write_people(cursor, values)
        _keep_done(cursor, "consent", write_consents(cursor, batch, now=now))
    _keep_done(cursor, "stop", _write_stops(cursor, batch, now=now))
    cursor.execute("ANALYZE import_done")
    cursor.execute(sql.KEEP, values)
    cursor.execute(sql.COUNT, values)
    names = ("written_new", "written_changed", "written_consents", "written_stops")
    return Counter(dict(zip(names, cursor.fetchone(), strict=True)))


def _write_people(cursor: Any, values: dict[str, Any]) -> None:
    for statement, fields in (
        (sql.LOCK, []),
        (sql.NUMBER, []),
        (sql.COMPARE, []),
        (sql.CHANGE, []),
        (sql.REMEMBER_CHANGES, []),
        (sql.CREATE, sql.CREATE_DEFAULTS),
        (sql.ADD_POINTS, sql.ADD_POINTS_DEFAULTS),
        (sql.FURTHER_POINTS, sql.FURTHER_POINTS_DEFAULTS),
        (sql.REMEMBER_POINTS, []),
        (sql.LEARN_LINE_TYPES, []),
    ):
        cursor.execute(statement, {**values, **sql.defaults_of(fields)})


def _keep_done(cursor: Any, kind: str, done: list[tuple[int, int]]) -> None:
    copy_rows(cursor, "import_done", ("line", "kind", "id"), [(line, kind, pk) for line, pk in done])


def _write_stops(cursor: Any, batch: ImportBatch, *, now: datetime) -> list[tuple[int, int]]:
    """Suppress what the lines say must not be written to; return (line, suppression) for those that are new."""
    cursor.execute("SELECT line, contact_id, said -> 'stop' FROM import_write WHERE said ? 'stop' ORDER BY line")
    lines: list[int] = []
    stops: list[StopDraft] = []
    for line, contact_id, said in cursor.fetchall():
        for kind, address in json.loads(said):
            lines.append(line)
            stops.append(
                StopDraft(
                    kind_of_address=kind, address=address, reason=Suppression.Reason.MANUAL, contact_id=contact_id
                )
            )
    if not stops:
        return []
    note = f"Do not contact, says {batch.file_name}."
    made = suppress_in_bulk(batch.business, stops, by_member=batch.created_by, note=note, now=now)
    return [(line, pk) for line, pk in zip(lines, made, strict=True) if pk is not None]


def _finish(batch: ImportBatch, *, now: datetime) -> None:
    done = ImportBatch.objects.for_business(batch.business_id).filter(pk=batch.pk, status=Status.RUNNING)
    if done.update(status=Status.DONE, finished_at=now):
        drop_parts(batch)
        record(events.ImportFinished(business_id=batch.business_id, batch_id=batch.pk), now=now)
