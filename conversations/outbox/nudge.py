"""Wakes the worker: a NOTIFY that PostgreSQL delivers on commit. A lost one costs a second: the worker looks itself."""

from __future__ import annotations

from django.db import connection

NUDGE_CHANNEL = "rekindle_outbox"


def nudge() -> None:
    """Wake the workers when the present transaction commits (at once where there is none)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [NUDGE_CHANNEL])
