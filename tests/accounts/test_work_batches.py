"""Turns are taken in batches, and a batch holds up nobody: hanging, killed or less urgent listeners."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import work
from accounts.models import ListenerRun
from accounts.work import draining, turns
from tests.cast import Cast, make_cast
from tests.factories import NOW


@dataclass(frozen=True)
class PotFilled(work.Fact):
    """A test's own fact."""

    cups: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    cups: list[int] = []
    work.listens(PotFilled, name="tests.pot")(lambda fact: cups.append(fact.cups))
    yield cups
    work.forget_listener("tests.pot")


def fill(cast: Cast, *cups: int) -> None:
    for count in cups:
        work.record(PotFilled(business_id=cast.business.pk, cups=count), now=NOW)


def statuses() -> list[str]:
    return list(ListenerRun.objects.order_by("id").values_list("status", flat=True))


def test_a_batch_costs_the_same_queries_for_one_turn_as_for_many(cast: Cast, heard: list[int]) -> None:
    counts = []
    for cups in ((1,), tuple(range(2, 2 + turns.BATCH))):
        fill(cast, *cups)
        with CaptureQueriesContext(connection) as queries:
            work.drain(clock=lambda: NOW)
        counts.append(len(queries))
    assert heard == list(range(1, 2 + turns.BATCH))
    # One look more, because a full batch may not have been all.
    assert counts[0] == counts[1] <= 8


def test_the_turns_of_a_killed_worker_come_back_as_soon_as_its_connection_is_gone(cast: Cast, heard: list[int]) -> None:
    fill(cast, 4, 5)
    work.fan_out(now=NOW)
    options = connection.get_connection_params()
    wanted = {key: options[key] for key in ("dbname", "user", "password", "host", "port") if key in options}
    with psycopg.connect(**wanted, autocommit=True) as worker:
        worker.execute("SELECT pg_advisory_lock(%s, 77)", [turns.CLAIMER_LOCK])
        assert len(work.claim(now=NOW, by=77)) == 2
        assert work.recover(now=NOW) == 0
    with connection.cursor() as cursor:
        # The server notices a moment later.
        cursor.execute("SELECT pg_advisory_lock(%s, 77)", [turns.CLAIMER_LOCK])
        cursor.execute("SELECT pg_advisory_unlock(%s, 77)", [turns.CLAIMER_LOCK])
    work.drain(clock=lambda: NOW)
    assert heard == [4, 5]


def test_one_listener_never_takes_more_than_its_share_of_workers(cast: Cast, heard: list[int]) -> None:
    fill(cast, *range(work.RUNS_AT_ONCE + 1))
    work.fan_out(now=NOW)
    taken = [len(work.claim(now=NOW, limit=1, by=worker)) for worker in range(1, work.RUNS_AT_ONCE + 2)]
    assert taken == [1] * work.RUNS_AT_ONCE + [0]


def test_an_answer_comes_before_a_notice_that_was_due_earlier(cast: Cast) -> None:
    told: list[str] = []
    work.listens(PotFilled, name="tests.notice", priority=work.Priority.LATER)(lambda fact: told.append("notice"))
    work.listens(PotFilled, name="tests.answer", priority=work.Priority.ANSWER)(lambda fact: told.append("answer"))
    fill(cast, 1, 2)
    work.drain(clock=lambda: NOW)
    work.forget_listener("tests.notice")
    work.forget_listener("tests.answer")
    assert told == ["answer", "answer", "notice", "notice"]


def test_a_failure_in_a_batch_is_kept_on_its_own_row(cast: Cast) -> None:
    def pour(fact: PotFilled) -> None:
        if fact.cups == 2:
            raise RuntimeError("spilt")

    work.listens(PotFilled, name="tests.pour")(pour)
    fill(cast, 1, 2, 3)
    counts = work.drain(clock=lambda: NOW)
    work.forget_listener("tests.pour")
    assert (counts["done"], counts["failed"]) == (2, 1)
    assert statuses() == ["done", "due", "done"]


def test_a_batch_that_is_broken_off_gives_back_what_it_did_not_begin(cast: Cast, heard: list[int]) -> None:
    fill(cast, 1, 2, 3)
    work.fan_out(now=NOW)
    claimed = work.claim(now=NOW, by=7)
    with pytest.raises(KeyboardInterrupt), draining.Batch(claimed, by=7, clock=lambda: NOW) as batch:
        for turn in batch:
            batch.run(turn)
            raise KeyboardInterrupt
    assert statuses() == ["done", "due", "due"]
    assert list(ListenerRun.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_hangs_does_not_hold_up_the_rest_of_its_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "HANGS_AFTER", 0.05)
    cast, others_heard, heard = make_cast(), threading.Event(), []

    def pour(fact: PotFilled) -> None:
        if fact.cups == 1:
            assert others_heard.wait(30), "the rest of the batch was held up"
        heard.append(fact.cups)

    def work_beside() -> None:
        while len(heard) < 2 and not others_heard.wait(0.05):
            work.drain(clock=lambda: NOW)
        connection.close()
        others_heard.set()

    work.listens(PotFilled, name="tests.pour")(pour)
    fill(cast, 1, 2, 3)
    work.fan_out(now=NOW)
    claimed = work.claim(now=NOW)
    colleague = threading.Thread(target=work_beside)
    with draining.Batch(claimed, by=0, clock=lambda: NOW) as batch:
        colleague.start()
        done = [batch.run(turn) for turn in batch]
    colleague.join()
    work.forget_listener("tests.pour")
    assert (done, heard) == ([True], [2, 3, 1])
