"""Wakes the worker: a NOTIFY that PostgreSQL delivers on commit. A lost one costs a second, since the worker looks itself."""

from __future__ import annotations

from django.db import connection

CHANNEL = "rekindle_outbox"


def nudge() -> None:
    """Wake the workers when the present transaction commits (at once where there is none)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def wait_for_nudge(seconds: float) -> bool:
    """Wait until something was submitted, at most so long; say whether it was. Must not be called in a transaction."""
    connection.ensure_connection()
    session = connection.connection
    session.execute(f"LISTEN {CHANNEL}")
    return any(True for _ in session.notifies(timeout=seconds, stop_after=1))
