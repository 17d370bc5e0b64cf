"""Several SELECTs in one round trip, for the paths that every message pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]


def fetch_together(statements: Sequence[str], values: Mapping[str, Any]) -> list[Rows]:
    """Run statements that return rows, one after the other in one round trip; return the rows of each, in order."""
    found: list[Rows] = []
    with connection.cursor() as cursor:
        cursor.execute(";\n".join(statements), dict(values))
        found.append(cursor.fetchall())
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found
