"""What django-q2 runs for contacts. A task tolerates that its import has gone or gone on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from contacts.importing import cancel_import, check_import, fail_import, take_back, write_import
from contacts.importing.checking import always
from contacts.models import ImportBatch

log = structlog.get_logger(__name__)
Status = ImportBatch.Status
WORKING = (Status.CHECKING, Status.RUNNING, Status.UNDOING)
# django-q2 ends a task after 120 seconds; what is left goes on in the next one, two seconds later.
TURN = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(days=30)
# An advisory lock of two parts, beside those of contacts.importing.locks.
IMPORT_TURN = 7100


def run_import(batch_id: int, *, go_on: Callable[[], bool] = always) -> None:
    """Check, write or undo an import, whichever its status asks for."""
    batch = ImportBatch.across_businesses.filter(pk=batch_id).first()
    steps = {Status.CHECKING: check_import, Status.RUNNING: write_import, Status.UNDOING: take_back}
    step = steps.get(Status(batch.status)) if batch else None
    if batch is None or step is None:
        return
    try:
        step(batch, now=timezone.now(), go_on=go_on)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # Whatever a file holds, it must not keep the imports behind it waiting: the range at hand was taken back whole.
        log.error("import_failed", batch=batch.pk, status=batch.status, error=type(error).__name__)
        fail_import(batch, now=timezone.now())


def resume_imports(*, after_step: Callable[[], object] = lambda: None) -> None:
    """Go on with imports, each for a while in turn. Their worker may have died: each range is whole or was not begun.

    Imports take one worker of the cluster and no more: the lock of this turn is asked for, never waited for.
    `after_step` runs between ranges, so that a worker that gets on is no silent one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [IMPORT_TURN])
        if not cursor.fetchone()[0]:
            return
        try:
            _take_turns(after_step)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [IMPORT_TURN])


def _take_turns(after_step: Callable[[], object]) -> None:
    waiting = ImportBatch.across_businesses.filter(status__in=WORKING).order_by("pk").values_list("pk", flat=True)
    batches = list(waiting)
    for batch_id in batches:
        until = timezone.now() + TURN / len(batches)

        def go_on(until: datetime = until) -> bool:
            after_step()
            return timezone.now() < until

        run_import(batch_id, go_on=go_on)


def drop_forgotten_imports() -> int:
    """Give up imports that were never started and delete their files; return how many."""
    old = ImportBatch.across_businesses.filter(
        status__in=[Status.UPLOADED, Status.CHECKED, Status.FAILED], created_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    batches = list(old[:100])
    for batch in batches:
        cancel_import(batch, now=timezone.now())
    return len(batches)
