"""Who works on an import, and who writes contacts of a business by the thousand: one at a time, until the commit.

Both are advisory locks of the transaction: a worker that is killed leaves nothing behind.
"""

from __future__ import annotations

from django.db import connection

from contacts.models import ImportBatch

# First half of a two-part advisory lock; addresses use the one-part kind, which never meets it.
OF_IMPORT, OF_BUSINESS = 7101, 7102
HALF = 2**31


def lock_import(batch: ImportBatch) -> bool:
    """Take an import for this transaction; False where another worker has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [OF_IMPORT, batch.pk % HALF])
        return bool(cursor.fetchone()[0])


def lock_business(batch: ImportBatch) -> None:
    """Let imports of one business write one after the other: two of one file must find each other's contacts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [OF_BUSINESS, batch.business_id % HALF])


def is_mine(batch: ImportBatch, status: str) -> bool:
    """Say whether an import still has this status and stands where this worker left it."""
    rows = ImportBatch.objects.for_business(batch.business_id).filter(pk=batch.pk)
    return rows.filter(status=status, line_done=batch.line_done).exists()
