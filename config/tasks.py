"""The worker's own tasks: proof that the queue is alive from end to end, and running the listeners' turns."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts import work
from contacts import tasks as imports
from conversations.models import WorkerHeartbeat

# A drain ends after so long even while there is more to do, so that other tasks get their turn.
DRAIN_SECONDS = 2.0
BEAT_AFTER = timedelta(seconds=1)


def beat() -> None:
    """Leave the time of day: enqueued by the supervisor, run by a cluster worker."""
    WorkerHeartbeat.objects.update_or_create(part="queue", defaults={"beat_at": timezone.now()})


def drain_work() -> None:
    """Run the listeners' turns that are due. A worker that gets on with them is no silent one, so it beats as well."""
    began = timezone.now()
    work.drain(clock=timezone.now, seconds=DRAIN_SECONDS, after_batch=lambda: _beat_since(began))


def resume_imports() -> None:
    """Go on with imports, which may take a minute at a time: the cluster is not silent meanwhile."""
    began = timezone.now()
    imports.resume_imports(after_step=lambda: _beat_since(began))


def _beat_since(began: datetime) -> None:
    # What ends at once needs no sign of life: the supervisor's own beat passes it.
    if timezone.now() - began > BEAT_AFTER:
        beat()
