"""SIGKILL in the middle of a range, in each phase: another worker goes on, and nothing is there twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from contacts.importing import check_import, checking, take_back, undo_import, undoing, write_import, writing
from contacts.models import ConsentRecord, Contact, ImportBatch
from tests.cast import Cast
from tests.contacts.test_importing_engine import commit, start
from tests.factories import NOW

TEXT = "Name,Phone,Consent date,Consent source,Consent wording\n" + "".join(
    f"Person{n},30355501{n:02d},2025-01-05,web form,Yes text me\n" for n in range(30)
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (checking, writing, undoing):
        monkeypatch.setattr(module, "STEP", 7)


def run_until_killed(step: Callable[..., Any], batch: ImportBatch, module: Any, name: str) -> None:
    """Run a phase in a process of its own that is killed in its third range, after `name` has done its work there."""
    child = os.fork()
    if child == 0:
        # A connection of its own: the parent's must not be closed from here.
        connections["default"].connection = None
        real, calls = getattr(module, name), iter(range(99))

        def work_and_die(*given: Any, **named: Any) -> Any:
            done = real(*given, **named)
            if next(calls) == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        setattr(module, name, work_and_die)
        try:
            step(batch, now=NOW)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def people(cast: Cast) -> int:
    return int(Contact.objects.for_business(cast.business).filter(first_name__startswith="Person").count())


def consents(cast: Cast, action: str) -> int:
    rows = ConsentRecord.objects.for_business(cast.business).filter(action=action, detail__facts__file="list.csv")
    return int(rows.count())


def test_a_check_whose_worker_was_killed_goes_on(committed_cast: Cast) -> None:
    batch = start(committed_cast, TEXT)
    run_until_killed(check_import, batch, checking, "judge_rows")
    batch = check_import(batch, now=NOW)
    assert (batch.status, batch.rows.count(), batch.counts["new"]) == ("checked", 30, 30)


def test_a_commit_whose_worker_was_killed_writes_nobody_twice(committed_cast: Cast) -> None:
    batch = commit(committed_cast, TEXT)
    run_until_killed(write_import, batch, writing, "write_consents")
    assert people(committed_cast) == 14
    assert write_import(batch, now=NOW).status == "done"
    assert (people(committed_cast), consents(committed_cast, "granted")) == (30, 30)


def test_an_undo_whose_worker_was_killed_withdraws_nothing_twice(committed_cast: Cast) -> None:
    batch = write_import(commit(committed_cast, TEXT), now=NOW)
    batch = undo_import(batch, member=committed_cast.owner, now=NOW)
    run_until_killed(take_back, batch, undoing, "withdraw_consents")
    assert take_back(batch, now=NOW).status == "undone"
    assert (people(committed_cast), consents(committed_cast, "withdrawn")) == (0, 30)
