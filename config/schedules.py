"""Periodic work as data. The worker enqueues a task when its time has come and something is due; django-q2 runs it.

django-q2's own Schedule rows are not used: one with bad arguments stops all of them (docs/decisions.md).
Every task here may run twice or side by side with itself: each takes its rows under a lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts import work
from contacts.models import BulkChange, ImportBatch
from conversations import words
from conversations.models import DeliveryEvent, UnsealedClearance
from reactivation.campaigns import checking, simulating


@dataclass(frozen=True, slots=True)
class Periodic:
    """task: dotted path; every: seconds between turns; is_due: cheap look whether there is anything to do.

    most_waiting: how many tasks for each worker may be in the queue when this one is added. A drain takes whatever
    there is, so few are enough, and more would stand in the way of everything else.
    """

    name: str
    task: str
    every: float
    is_due: Callable[[datetime], bool] | None = None
    most_waiting: int = 4


def _callbacks_wait(now: datetime) -> bool:
    return DeliveryEvent.objects.filter(applied_at=None).exists()


def _unsealed_wait(now: datetime) -> bool:
    return UnsealedClearance.objects.exists()


def _work_waits(now: datetime) -> bool:
    return work.has_due(now=now)


def _changes_wait(now: datetime) -> bool:
    return bool(BulkChange.across_businesses.filter(status="running").exists())


def _words_wait(now: datetime) -> bool:
    return words.has_new_messages()


def _imports_wait(now: datetime) -> bool:
    return bool(ImportBatch.across_businesses.filter(status__in=["checking", "running", "undoing"]).exists())


def _checks_wait(now: datetime) -> bool:
    return checking.has_work()


def _simulations_wait(now: datetime) -> bool:
    return simulating.has_work()


PERIODIC: tuple[Periodic, ...] = (
    Periodic("work", "config.tasks.drain_work", 1, _work_waits, most_waiting=2),
    Periodic("turns", "accounts.tasks.recover_turns", 15),
    Periodic("callbacks", "conversations.tasks.apply_callbacks", 1, _callbacks_wait),
    Periodic("seal", "conversations.tasks.seal_evidence", 1, _unsealed_wait),
    Periodic("campaigns", "reactivation.campaigns.tasks.advance", 2),
    Periodic("campaign_checks", "reactivation.campaigns.tasks.run_checks", 2, _checks_wait),
    Periodic("simulations", "reactivation.campaigns.tasks.run_simulations", 2, _simulations_wait),
    Periodic("watch_campaigns", "reactivation.campaigns.tasks.watch", 60),
    Periodic("forgotten_imports", "contacts.tasks.drop_forgotten_imports", 3600),
    Periodic("imports", "config.tasks.resume_imports", 2, _imports_wait),
    Periodic("bulk_changes", "contacts.tasks_bulk.run_bulk_changes", 1, _changes_wait),
    Periodic("words", "conversations.tasks.index_words", 5, _words_wait),
    Periodic("stuck", "conversations.tasks.recover_stuck", 15),
    Periodic("unknown", "conversations.tasks.reconcile_unknown", 60),
    Periodic("catch_up", "conversations.tasks.catch_up_due", 5),
)
