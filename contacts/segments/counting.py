"""How many meet conditions: exactly where that is cheap, else an honest estimate within a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from accounts.models import Business
from contacts.models import Contact
from contacts.segments.finding import find_audience
from contacts.segments.flat import Audience
from contacts.segments.tree import Conditions

# Milliseconds: together with planning and the round trips they stay below the 300 of performance.md.
EXACT_FOR = 110
SAMPLE_FOR = 110
# An estimate rests on so many contacts, every fourth of those on the pages that are read: neighbours are alike.
SAMPLE = 1_000
EVERY = 4


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """How many people. exact: counted, not estimated."""

    number: int
    exact: bool

    def __str__(self) -> str:
        return f"{self.number:,}" if self.exact else f"about {self.number:,}"


def count_audience(business: Business, conditions: Conditions | Audience, *, now: datetime) -> AudienceCount:
    """Count who meets the conditions; take an estimate where a count would take too long. Raises AudienceProblem."""
    return count_contacts(find_audience(business, conditions, now=now))


def count_contacts(contacts: QuerySet[Contact]) -> AudienceCount:
    """Count contacts exactly within EXACT_FOR, else from a sample of the table, else as the planner guesses."""
    asked = contacts.order_by()
    number = _within(EXACT_FOR, *asked.values("pk").query.sql_with_params())
    if number is not None:
        return AudienceCount(number, exact=True)
    sampled = _sample(asked)
    return AudienceCount(_round(_guess(asked) if sampled is None else sampled), exact=False)


def _round(number: int) -> int:
    """Keep as many figures as an estimate has: 312,419 is about 312,000 and 8,741 about 8,700."""
    step: int = 10 ** max(0, len(str(number)) - (3 if number >= 100_000 else 2))
    return round(number / step) * step


def _guess(contacts: QuerySet[Contact]) -> int:
    """Return how many rows the planner expects."""
    sql, values = contacts.values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        line = cursor.fetchone()[0]
    found = re.search(r"rows=(\d+)", line)
    assert found is not None, "PostgreSQL says the rows of every plan"
    return int(found[1])


def _rows_of_table() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [Contact._meta.db_table])
        return int(cursor.fetchone()[0])


def _sample(contacts: QuerySet[Contact]) -> int | None:
    """Look at some contacts one by one and conclude to all; None where even that takes too long."""
    rows = max(_rows_of_table(), 1)
    share = min(1.0, SAMPLE * EVERY / rows)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {Contact._meta.db_table} TABLESAMPLE SYSTEM (%s)", [share * 100])
        ids = [pk for (pk,) in cursor.fetchall()][:: EVERY if share < 1 else 1]
    if not ids:
        return None
    # As a list of ids, so that the planner knows how few they are and looks each one up.
    sql, values = contacts.filter(pk__in=ids).values("pk").query.sql_with_params()
    found = _within(SAMPLE_FOR, sql, values)
    return None if found is None else round(found * rows / len(ids))


def _within(milliseconds: int, sql: str, values: Any) -> int | None:
    """Count the rows of a query, or return None when that takes longer. Leaves nothing behind in the transaction."""
    try:
        with _given_up(milliseconds), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) found", values)
            return int(cursor.fetchone()[0])
    except OperationalError as problem:
        # 57014: the statement was cancelled because its time was over; everything else is a real failure.
        if getattr(problem.__cause__, "sqlstate", "") != "57014":
            raise
        return None


@contextmanager
def _given_up(milliseconds: int) -> Iterator[None]:
    """Let statements run for so long. Always rolled back: a released savepoint would leave the limit in force."""
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            with connection.cursor() as cursor:
                # Compiling a plan takes longer than there is time; and what is looked up here is in memory.
                cursor.execute("SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1")
                cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")
            yield
        finally:
            transaction.savepoint_rollback(mark)
