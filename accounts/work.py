"""Facts travel up as rows of work: recorded in the producer's transaction, drained by workers, one turn per listener.

A listener that raises or hangs changes nothing for the producer and holds up no other listener: each has its own row,
its own retries (1, 5, 25 s … up to an hour) and its own visible failure.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import connection, models, transaction

from accounts.models import ListenerRun, WorkItem

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 8
# A run claimed longer ago than this belongs to a worker that died (django-q2 kills a task after 120 s).
STALE_AFTER = timedelta(seconds=180)
# No listener may occupy more workers than this at once.
RUNS_AT_ONCE = 2

# PostgreSQL tells listeners of this channel when a transaction with new work commits; the worker waits on it.
NUDGE_CHANNEL = "rekindle_work"


@dataclasses.dataclass(frozen=True)
class Fact:
    """Base of every fact. Fields are ids, texts without personal data, numbers and ISO times, nothing else."""

    business_id: int


Listener = Callable[..., object]


@dataclasses.dataclass(frozen=True)
class _Registered:
    name: str
    fact: type[Fact]
    function: Listener
    # The function has an argument `now`: it is told the worker's time.
    takes_now: bool


_listeners: dict[str, _Registered] = {}
_facts: dict[str, type[Fact]] = {}


def fact_name(fact: type[Fact]) -> str:
    """Return the name a fact is stored under, such as `conversations.events.MessageReceived`."""
    return f"{fact.__module__}.{fact.__qualname__}"


def listens(fact: type[Fact], *, name: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register the decorated function as a listener of `fact`. It gets the fact, later, perhaps more than once.

    A function with a keyword argument `now` is given the time of its turn.
    """

    def register(function: Callable[..., object]) -> Callable[..., object]:
        if name in _listeners and _listeners[name].function is not function:
            raise ValueError(f"Two listeners are called {name}.")
        _listeners[name] = _Registered(name, fact, function, "now" in inspect.signature(function).parameters)
        _facts[fact_name(fact)] = fact
        return function

    return register


def forget_listener(name: str) -> None:
    """Remove a listener again (tests that plant a failing one)."""
    _listeners.pop(name, None)


def listeners_of(fact: str) -> list[str]:
    return [registered.name for registered in _listeners.values() if fact_name(registered.fact) == fact]


# One round trip: every inbound message and every callback batch pays it.
RECORD = """
INSERT INTO accounts_workitem (business_id, fact, payload, created_at)
VALUES (%s, %s, %s::jsonb, %s) RETURNING pg_notify(%s, '')
"""


def record(fact: Fact, *, now: datetime) -> None:
    """Store a fact inside the caller's transaction and wake a worker when it commits."""
    payload = dataclasses.asdict(fact)
    business_id = payload.pop("business_id")
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [business_id, fact_name(type(fact)), json.dumps(payload), now, NUDGE_CHANNEL])


def record_many(facts: list[Fact], *, now: datetime) -> None:
    """Store many facts with one insert."""
    rows = []
    for fact in facts:
        payload = dataclasses.asdict(fact)
        rows.append(
            WorkItem(
                business_id=payload.pop("business_id"), fact=fact_name(type(fact)), payload=payload, created_at=now
            )
        )
    WorkItem.objects.bulk_create(rows)
    nudge()


def nudge() -> None:
    """Wake a worker when the caller's transaction commits. A lost nudge costs a second: the worker looks for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [NUDGE_CHANNEL])


def fan_out(*, now: datetime, limit: int = 500) -> int:
    """Give each listener of each new fact its own row; return how many facts were taken."""
    with transaction.atomic():
        items = list(
            WorkItem.objects.select_for_update(skip_locked=True).filter(fanned_out_at=None).order_by("id")[:limit]
        )
        runs = [ListenerRun(item=item, listener=name, due_at=now) for item in items for name in listeners_of(item.fact)]
        ListenerRun.objects.bulk_create(runs, ignore_conflicts=True)
        WorkItem.objects.filter(pk__in=[item.pk for item in items]).update(fanned_out_at=now)
    return len(items)


def has_due(*, now: datetime) -> bool:
    """Say whether any fact or listener's turn is waiting."""
    return (
        WorkItem.objects.filter(fanned_out_at=None).exists()
        or ListenerRun.objects.filter(status=ListenerRun.Status.DUE, due_at__lte=now).exists()
    )


def recover(*, now: datetime) -> int:
    """Put back the runs whose worker died; return how many."""
    stale = ListenerRun.objects.filter(status=ListenerRun.Status.RUNNING, claimed_at__lt=now - STALE_AFTER)
    return stale.update(status=ListenerRun.Status.DUE, due_at=now)


def retry_failed(run_ids: list[int], *, now: datetime) -> int:
    """Make turns due again that had failed for good, with all their attempts; return how many there were."""
    failed = ListenerRun.objects.filter(pk__in=run_ids, status=ListenerRun.Status.FAILED)
    count = failed.update(status=ListenerRun.Status.DUE, due_at=now, attempts=0, finished_at=None)
    nudge()
    return count


def claim(*, now: datetime) -> ListenerRun | None:
    """Take the oldest due turn whose listener does not already occupy its share of workers, or None."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT run.id FROM accounts_listenerrun run
            WHERE run.status = 'due' AND run.due_at <= %s
              AND (SELECT count(*) FROM accounts_listenerrun busy
                   WHERE busy.status = 'running' AND busy.listener = run.listener) < %s
            ORDER BY run.due_at, run.id FOR UPDATE SKIP LOCKED LIMIT 1
            """,
            [now, RUNS_AT_ONCE],
        )
        row = cursor.fetchone()
        if row is None:
            return None
        ListenerRun.objects.filter(pk=row[0]).update(
            status=ListenerRun.Status.RUNNING, claimed_at=now, attempts=models.F("attempts") + 1
        )
    return ListenerRun.objects.select_related("item").get(pk=row[0])


def run(turn: ListenerRun, *, clock: Callable[[], datetime]) -> bool:
    """Give one listener its fact. Return whether it succeeded; a failure is kept on the row and tried again later."""
    registered = _listeners.get(turn.listener)
    if registered is None:
        # An old worker meets a new listener, or the reverse, during a deploy: leave it for the other.
        ListenerRun.objects.filter(pk=turn.pk).update(
            status=ListenerRun.Status.DUE, due_at=clock() + timedelta(seconds=60)
        )
        return False
    known = {field.name for field in dataclasses.fields(registered.fact)}
    values = {key: value for key, value in turn.item.payload.items() if key in known}
    try:
        told = {"now": clock()} if registered.takes_now else {}
        registered.function(registered.fact(business_id=turn.item.business_id or 0, **values), **told)
    except Exception as error:
        _keep_failure(turn, error, now=clock())
        return False
    ListenerRun.objects.filter(pk=turn.pk).update(status=ListenerRun.Status.DONE, finished_at=clock(), error="")
    return True


def _keep_failure(turn: ListenerRun, error: Exception, *, now: datetime) -> None:
    log.error("listener_failed", listener=turn.listener, attempt=turn.attempts, error=type(error).__name__)
    final = turn.attempts >= MAX_ATTEMPTS
    ListenerRun.objects.filter(pk=turn.pk).update(
        status=ListenerRun.Status.FAILED if final else ListenerRun.Status.DUE,
        due_at=now + timedelta(seconds=min(3600, 5 ** (turn.attempts - 1))),
        error=type(error).__name__,
        finished_at=now if final else None,
    )


def drain(*, clock: Callable[[], datetime], limit: int = 200) -> dict[str, int]:
    """Fan out new facts and run due turns until none is left or `limit` is reached; return counts."""
    counts = {"facts": 0, "done": 0, "failed": 0}
    for _ in range(limit):
        counts["facts"] += fan_out(now=clock())
        turn = claim(now=clock())
        if turn is None:
            break
        counts["done" if run(turn, clock=clock) else "failed"] += 1
    return counts
