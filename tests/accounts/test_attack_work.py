"""Workers that die, again and again, and a listener that kills them: seen, ended, and never at the others' cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import connection

from accounts import work
from accounts.models import ListenerRun
from accounts.work import turns
from tests.cast import Cast
from tests.factories import NOW


@dataclass(frozen=True)
class KettleBoiled(work.Fact):
    """A test's own fact."""

    cups: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    cups: list[int] = []
    work.listens(KettleBoiled, name="tests.kettle")(lambda fact: cups.append(fact.cups))
    yield cups
    work.forget_listener("tests.kettle")


def boil(cast: Cast, *cups: int) -> None:
    for count in cups:
        work.record(KettleBoiled(business_id=cast.business.pk, cups=count), now=NOW)
    work.fan_out(now=NOW)


@contextmanager
def worker(number: int) -> Iterator[None]:
    """Another process that drains under this number, and is killed at the end."""
    options = connection.get_connection_params()
    wanted = {key: options[key] for key in ("dbname", "user", "password", "host", "port") if key in options}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [turns.CLAIMER_LOCK, number])
        yield
    with connection.cursor() as cursor:
        # The server notices a moment later.
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [turns.CLAIMER_LOCK, number])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [turns.CLAIMER_LOCK, number])


def die_at_work(number: int, *, now: datetime) -> list[int]:
    with worker(number):
        claimed = work.claim(now=now, by=number)
    work.recover(now=now)
    return [turn.payload["cups"] for turn in claimed]


def test_a_turn_that_kills_its_worker_is_failed_in_the_end(cast: Cast, heard: list[int]) -> None:
    boil(cast, 1)
    now = NOW
    for number in range(work.MAX_ATTEMPTS):
        now += timedelta(hours=1)
        assert die_at_work(90 + number, now=now) == [1]
    run = ListenerRun.objects.get()
    assert (run.status, run.error) == ("failed", "WorkerDied") and run.finished_at == now
    assert not work.has_due(now=now + timedelta(days=1))


def test_a_turn_that_killed_its_worker_waits_before_it_is_tried_again(cast: Cast, heard: list[int]) -> None:
    boil(cast, 1)
    assert die_at_work(90, now=NOW) == [1]
    assert die_at_work(91, now=NOW + timedelta(seconds=2)) == [1]
    assert die_at_work(92, now=NOW + timedelta(seconds=3)) == []


def test_who_shared_a_batch_with_a_deadly_turn_is_told(cast: Cast, heard: list[int]) -> None:
    boil(cast, 1, 2, 3)
    now = NOW
    for number in range(20):
        now += timedelta(hours=1)
        with worker(200 + number):
            claimed = work.claim(now=now, by=200 + number)
            if 1 not in [turn.payload["cups"] for turn in claimed]:
                turns.finish([turn.id for turn in claimed], by=200 + number, now=now)
        work.recover(now=now)
    assert list(ListenerRun.objects.order_by("id").values_list("status", flat=True)) == ["failed", "done", "done"]


def test_dead_workers_are_not_busy(cast: Cast, heard: list[int]) -> None:
    boil(cast, 1, 2)
    with worker(90):
        work.claim(now=NOW, limit=1, by=90)
        assert work.count_busy_workers(since=NOW - timedelta(minutes=1)) == 1
    assert work.count_busy_workers(since=NOW - timedelta(minutes=1)) == 0


def test_who_holds_a_claimers_lock_does_not_take_it_for_dead(cast: Cast, heard: list[int]) -> None:
    boil(cast, 1)
    with connection.cursor() as cursor:
        # As a pooler would have it: one connection is the claimer's, and next the asker's.
        cursor.execute("SELECT pg_advisory_lock(%s, 90)", [turns.CLAIMER_LOCK])
        work.claim(now=NOW, by=90)
        assert work.recover(now=NOW) == 0
        cursor.execute("SELECT pg_advisory_unlock(%s, 90)", [turns.CLAIMER_LOCK])
    assert work.recover(now=NOW) == 1


def test_a_fact_of_a_release_that_is_gone_keeps_nobody_up(cast: Cast, heard: list[int]) -> None:
    work.listens(KettleBoiled, name="tests.gone")(lambda fact: None)
    boil(cast, 1)
    work.forget_listener("tests.gone")
    work.drain(clock=lambda: NOW)
    assert heard == [1] and not work.has_due(now=NOW)
