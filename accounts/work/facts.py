"""Facts, who listens to them, and storing them in the producer's transaction."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from django.db import connection

from accounts.models import WorkItem

# PostgreSQL tells listeners of this channel when a transaction with new work commits; the worker waits on it.
NUDGE_CHANNEL = "rekindle_work"


class Priority(IntEnum):
    """Whose turns come first: somebody waits for an answer; the product goes on; notices and statistics."""

    ANSWER = 0
    NORMAL = 10
    LATER = 20


@dataclasses.dataclass(frozen=True)
class Fact:
    """Base of every fact. Fields are ids, texts without personal data, numbers and ISO times, nothing else."""

    business_id: int


Listener = Callable[..., object]


@dataclasses.dataclass(frozen=True)
class Registered:
    """A listener by its name. takes_now: the function has an argument `now` and is told the worker's time."""

    name: str
    fact: type[Fact]
    function: Listener
    takes_now: bool
    priority: Priority


_listeners: dict[str, Registered] = {}


def fact_name(fact: type[Fact]) -> str:
    """Return the name a fact is stored under, such as `conversations.events.MessageReceived`."""
    return f"{fact.__module__}.{fact.__qualname__}"


def listens(
    fact: type[Fact], *, name: str, priority: Priority = Priority.NORMAL
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Register the decorated function as a listener of `fact`. It gets the fact, later, perhaps more than once.

    A function with a keyword argument `now` is given the time of its turn. `priority` says whose turns come first.
    """

    def register(function: Callable[..., object]) -> Callable[..., object]:
        if name in _listeners and _listeners[name].function is not function:
            raise ValueError(f"Two listeners are called {name}.")
        takes_now = "now" in inspect.signature(function).parameters
        _listeners[name] = Registered(name, fact, function, takes_now, priority)
        return function

    return register


def forget_listener(name: str) -> None:
    """Remove a listener again (tests that plant a failing one)."""
    _listeners.pop(name, None)


def find_listener(name: str) -> Registered | None:
    return _listeners.get(name)


def by_priority() -> list[Registered]:
    """Return all listeners, those whose turns come first in front."""
    return sorted(_listeners.values(), key=lambda registered: registered.priority)


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
