"""/healthz: is the database there, are its tables current, does every part of the worker show life."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from conversations.models import WorkerHeartbeat

# The queue is silent while long tasks occupy all its workers; django-q2 ends a task after 120 s.
LONGEST_SILENCE_SECONDS = {"supervisor": 60, "sending": 60, "queue": 180}


class HealthMiddleware:
    """Answers /healthz before everything else, so that a probe needs no host name and no https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return report(now=timezone.now()) if request.path == "/healthz" else self.get_response(request)


def report(*, now: datetime) -> JsonResponse:
    """200 when all is well, else 503; the body says which part is not, and holds no secrets."""
    parts = {"database": False, "migrations": False, "worker": False}
    ages: Mapping[str, int] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = True
        parts["migrations"] = _known_migrations() <= set(MigrationRecorder(connection).applied_migrations())
        ages = worker_ages(now=now)
        parts["worker"] = all(ages.get(part, limit) < limit for part, limit in LONGEST_SILENCE_SECONDS.items())
    except DatabaseError:
        connection.close()
    healthy = all(parts.values())
    body = {"status": "ok" if healthy else "failing", **parts, "worker_heartbeat_age_seconds": ages}
    return JsonResponse(body, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})


def worker_ages(*, now: datetime) -> dict[str, int]:
    """Seconds since each part of the worker last showed life; a part that never did is missing."""
    beats = WorkerHeartbeat.objects.values_list("part", "beat_at")
    return {part: max(0, int((now - beat_at).total_seconds())) for part, beat_at in beats}


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())
