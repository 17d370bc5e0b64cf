"""/healthz: is the database there, are its tables current, does the worker live."""

import time
from collections.abc import Callable
from functools import cache

from django.core.cache import cache as shared_cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

HEARTBEAT_KEY = "worker:heartbeat"
HEARTBEAT_LIMIT_SECONDS = 60


class HealthMiddleware:
    """Answers /healthz before everything else, so that a probe needs no host name and no https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return report() if request.path == "/healthz" else self.get_response(request)


def report() -> JsonResponse:
    """200 when all is well, else 503; the body says which part is not."""
    parts = {"database": False, "migrations": False, "worker": False}
    age: int | None = None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = True
        parts["migrations"] = _known_migrations() <= set(MigrationRecorder(connection).applied_migrations())
        age = worker_heartbeat_age(now=time.time())
        parts["worker"] = age is not None and age <= HEARTBEAT_LIMIT_SECONDS
    except DatabaseError:
        connection.close()
    healthy = all(parts.values())
    body = {"status": "ok" if healthy else "failing", **parts, "worker_heartbeat_age_seconds": age}
    return JsonResponse(body, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})


def worker_heartbeat_age(*, now: float) -> int | None:
    """Seconds since the worker last said it lives (a Unix time under HEARTBEAT_KEY in the shared cache), or None."""
    beat = shared_cache.get(HEARTBEAT_KEY)
    return max(0, int(now - float(beat))) if beat is not None else None


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())
