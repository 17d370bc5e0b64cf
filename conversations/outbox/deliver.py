"""The sending loop: the next batch is claimed while the last one flies, and results are written as they land."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import OperationalError

from conversations.outbox.claim import peek_due
from conversations.outbox.courier import AT_ONCE, Courier, Landed
from conversations.outbox.handover import Batch, take_batch
from conversations.outbox.results import write_results
from conversations.outbox.setaside import put_off
from conversations.outbox.watermark import raise_watermark

log = structlog.get_logger(__name__)

# Enough in the air to keep all 64 calls busy while the next batch is decided.
MOST_IN_FLIGHT = 2 * AT_ONCE
LOOK_EVERY_SECONDS = 0.1
TRIES = 3


@dataclass(slots=True)
class Counts:
    """What one delivery did. claimed: how many messages were taken from the queue, whatever became of them."""

    claimed: int = 0
    sent: int = 0
    failed: int = 0
    later: int = 0
    unknown: int = 0
    deferred: int = 0
    held: int = 0
    blocked: int = 0
    expired: int = 0

    def add_results(self, done: Counter[str]) -> None:
        self.sent += done["sent"]
        self.failed += done["failed"]
        self.later += done["later"]
        self.unknown += done["unknown"]

    def add_batch(self, batch: Batch) -> None:
        self.claimed += batch.touched
        self.deferred += batch.deferred
        self.held += batch.held
        self.blocked += batch.blocked
        self.expired += batch.expired


def deliver_due(
    *, clock: Callable[[], datetime], worker: str, limit: int = 5000, courier: Courier | None = None
) -> Counts:
    """Hand over what is due, at most `limit` messages, and return when nothing is due and nothing flies any more.

    Must not be called in a transaction. A courier that is kept saves its connections from call to call.
    """
    counts = Counts()
    if courier is not None:
        _deliver(courier, counts, clock=clock, worker=worker, limit=limit)
        return counts
    first = _claim(counts, clock=clock, worker=worker, limit=limit)
    if first.outgoing:
        with Courier() as own:
            own.hand_over(first.outgoing)
            _deliver(own, counts, clock=clock, worker=worker, limit=limit)
    elif counts.claimed:
        with Courier() as own:
            _deliver(own, counts, clock=clock, worker=worker, limit=limit)
    return counts


def _deliver(courier: Courier, counts: Counts, *, clock: Callable[[], datetime], worker: str, limit: int) -> None:
    while True:
        took = 0
        room = min(MOST_IN_FLIGHT - courier.in_flight, limit - counts.claimed)
        # Small claims cost as much as big ones.
        if room >= min(AT_ONCE // 2, max(limit - counts.claimed, 1)) or (room > 0 and not courier.in_flight):
            batch = _claim(counts, clock=clock, worker=worker, limit=room)
            took = batch.touched
            courier.hand_over(batch.outgoing)
        if not took and not courier.in_flight:
            return
        landed = courier.collect(wait=0 if took else LOOK_EVERY_SECONDS)
        if landed:
            counts.add_results(_write(landed, clock=clock))


def _write(landed: list[Landed], *, clock: Callable[[], datetime]) -> Counter[str]:
    for _ in range(TRIES - 1):
        try:
            return write_results(landed, now=clock())
        except OperationalError as error:
            # What cannot be written in the end stays `sending`, becomes unknown and is reconciled.
            log.warning("results_not_written", error=type(error).__name__)
    return write_results(landed, now=clock())


def _claim(counts: Counts, *, clock: Callable[[], datetime], worker: str, limit: int) -> Batch:
    try:
        batch = take_batch(now=clock(), worker=worker, limit=max(1, min(limit, AT_ONCE)))
    except OperationalError as error:
        # A deadlock or a lost connection: nothing was committed, so nothing is lost.
        log.warning("claim_failed", error=type(error).__name__)
        return Batch()
    except Exception as error:
        log.error("batch_failed", error=type(error).__name__)
        batch = _one_by_one(clock=clock, worker=worker)
    counts.add_batch(batch)
    if batch.outgoing:
        raise_watermark()
    return batch


def _one_by_one(*, clock: Callable[[], datetime], worker: str) -> Batch:
    """Take the next messages each alone, so that one on which our code fails does not hold up all the others."""
    together = Batch()
    for message_id in peek_due(now=clock(), limit=AT_ONCE):
        try:
            one = take_batch(now=clock(), worker=worker, limit=1, only=message_id)
        except Exception as error:
            log.error("message_failed", message_id=message_id, error=type(error).__name__)
            put_off(message_id, now=clock())
            together.deferred += 1
            continue
        together.outgoing += one.outgoing
        together.deferred += one.deferred
        together.held += one.held
        together.blocked += one.blocked
        together.expired += one.expired
    return together
