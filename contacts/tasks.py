"""What django-q2 runs for contacts. A task tolerates that its import has gone or gone on."""

from __future__ import annotations

from django.utils import timezone

from contacts.importing import check_import, write_import
from contacts.models import ImportBatch


def run_import(batch_id: int) -> None:
    """Check or write an import, whichever its status asks for."""
    batch = ImportBatch.across_businesses.filter(pk=batch_id).first()
    if batch is None:
        return
    if batch.status == ImportBatch.Status.CHECKING:
        check_import(batch, now=timezone.now())
    elif batch.status == ImportBatch.Status.RUNNING:
        write_import(batch, now=timezone.now())


def resume_imports() -> None:
    """Go on with imports whose worker died: each chunk is whole, so nothing is done twice."""
    waiting = [ImportBatch.Status.CHECKING, ImportBatch.Status.RUNNING]
    for batch_id in ImportBatch.across_businesses.filter(status__in=waiting).values_list("pk", flat=True):
        run_import(batch_id)
