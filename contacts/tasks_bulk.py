"""What django-q2 runs for changes of many contacts."""

from __future__ import annotations

from django.utils import timezone

from contacts.bulk import run_bulk_change
from contacts.models import BulkChange


def run_bulk_changes() -> int:
    """Go on with the changes of many contacts that are under way; return how many there were."""
    found = list(BulkChange.across_businesses.filter(status=BulkChange.Status.RUNNING).order_by("pk"))
    for change in found:
        run_bulk_change(change, now=timezone.now())
    return len(found)
