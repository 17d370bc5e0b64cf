"""Running turns: a worker takes a batch of one listener at a time, and is watched while it works.

A turn that hangs holds up its own worker only: what else the batch holds is given back for others to take. A worker
that is killed lets go of its lock with its connection, and whoever drains next puts its turns back.
"""

from __future__ import annotations

import contextlib
import dataclasses
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

import structlog
from django.db import DatabaseError, connection

from accounts.work import turns
from accounts.work.facts import find_listener
from accounts.work.turns import Turn

log = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
# A turn that takes longer gives the rest of its batch back.
HANGS_AFTER = 2.0
# What is done is written together, at the end of a batch or after so many seconds.
WRITE_EVERY = 1.0


def drain(
    *, clock: Clock, limit: int = 200, seconds: float | None = None, after_batch: Callable[[], object] | None = None
) -> dict[str, int]:
    """Fan out new facts and run due turns until none is left or `limit` is reached; return counts.

    seconds: begin no further batch after so long; after_batch: called between batches, to show that all is well.
    """
    counts = {"facts": 0, "done": 0, "failed": 0}
    ends = None if seconds is None else time.monotonic() + seconds
    turns.recover(now=clock())
    with _claimer() as by:
        while (left := limit - counts["done"] - counts["failed"]) > 0 and (ends is None or time.monotonic() < ends):
            counts["facts"] += turns.fan_out(now=clock())
            claimed = turns.claim(now=clock(), limit=min(left, turns.BATCH), by=by)
            if not claimed:
                break
            with Batch(claimed, by=by, clock=clock) as batch:
                for turn in batch:
                    counts["done" if batch.run(turn) else "failed"] += 1
            if after_batch is not None:
                after_batch()
    return counts


@contextlib.contextmanager
def _claimer() -> Iterator[int]:
    """Yield a number under which turns are claimed, its lock held meanwhile on this connection."""
    by = random.randint(1, 2**31 - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [turns.CLAIMER_LOCK, by])
    try:
        yield by
    finally:
        # A connection that was lost has let go of it already.
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [turns.CLAIMER_LOCK, by])


class Batch:
    """Claimed turns of one listener, run one by one, with a watch that gives back what a hanging one holds up."""

    def __init__(self, claimed: list[Turn], *, by: int, clock: Clock) -> None:
        self.by, self.clock = by, clock
        self._waiting = deque(claimed)
        self._done: list[int] = []
        self._began = self._wrote = time.monotonic()
        self._held = threading.Lock()
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look_after, name="turns", daemon=True) if len(claimed) > 1 else None

    def __enter__(self) -> Self:
        if self._watch is not None:
            self._watch.start()
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._watch is not None:
            self._watch.join()
        with self._held:
            self._write()
            # Only where something that is no listener's failure ended the batch: a worker told to stop.
            turns.give_back([turn.id for turn in self._waiting], by=self.by)

    def __iter__(self) -> Iterator[Turn]:
        while True:
            with self._held:
                if not self._waiting:
                    return
                turn, self._began = self._waiting.popleft(), time.monotonic()
            yield turn

    def run(self, turn: Turn) -> bool:
        """Give one listener its fact. Return whether it succeeded; a failure is kept and tried again later."""
        try:
            _tell(turn, now=self.clock())
        except Exception as error:
            log.error("listener_failed", listener=turn.listener, attempt=turn.attempt, error=type(error).__name__)
            turns.keep_failure(turn, error, by=self.by, now=self.clock())
            return False
        with self._held:
            self._done.append(turn.id)
            if time.monotonic() - self._wrote > WRITE_EVERY:
                self._write()
        return True

    def _write(self) -> None:
        turns.finish(self._done, by=self.by, now=self.clock())
        self._done.clear()
        self._wrote = time.monotonic()

    def _look_after(self) -> None:
        """Runs beside the turns, on a connection of its own that is opened only where a turn hangs."""
        while not self._over.wait(HANGS_AFTER / 4):
            with self._held:
                if time.monotonic() - self._began < HANGS_AFTER:
                    continue
                held_up = [turn.id for turn in self._waiting]
                self._waiting.clear()
                try:
                    self._write()
                    turns.give_back(held_up, by=self.by)
                finally:
                    connection.close()
            log.warning("turn_hangs", held_up=len(held_up))
            return


def _tell(turn: Turn, *, now: datetime) -> None:
    registered = find_listener(turn.listener)
    assert registered is not None, "only turns of known listeners are claimed"
    known = {field.name for field in dataclasses.fields(registered.fact)}
    values = {key: value for key, value in turn.payload.items() if key in known}
    told = {"now": now} if registered.takes_now else {}
    registered.function(registered.fact(business_id=turn.business_id, **values), **told)
