"""The worker's own task: proof that the queue is alive from end to end."""

from __future__ import annotations

from django.utils import timezone

from conversations.models import WorkerHeartbeat


def beat() -> None:
    """Leave the time of day: enqueued by the supervisor, run by a cluster worker."""
    WorkerHeartbeat.objects.update_or_create(part="queue", defaults={"beat_at": timezone.now()})
