"""Facts reach each listener once, and one listener's trouble is nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from accounts import work
from accounts.models import ListenerRun
from tests.cast import Cast
from tests.factories import NOW


@dataclass(frozen=True)
class KettleBoiled(work.Fact):
    """A test's own fact."""

    cups: int


@pytest.fixture
def heard() -> Iterator[list[int]]:
    cups: list[int] = []
    work.listens(KettleBoiled, name="tests.tea")(lambda fact: cups.append(fact.cups))
    yield cups
    work.forget_listener("tests.tea")


@pytest.fixture
def broken() -> Iterator[None]:
    def burn(fact: KettleBoiled) -> None:
        raise RuntimeError("burnt")

    work.listens(KettleBoiled, name="tests.burnt")(burn)
    yield
    work.forget_listener("tests.burnt")


def test_a_listener_gets_each_fact_once(cast: Cast, heard: list[int]) -> None:
    work.record(KettleBoiled(business_id=cast.business.pk, cups=2), now=NOW)
    work.drain(clock=lambda: NOW)
    work.drain(clock=lambda: NOW)
    assert heard == [2]


def test_a_listener_that_raises_holds_up_nobody(cast: Cast, broken: None, heard: list[int]) -> None:
    work.record(KettleBoiled(business_id=cast.business.pk, cups=3), now=NOW)
    work.drain(clock=lambda: NOW)
    assert heard == [3]


def test_a_failure_is_kept_with_its_next_turn(cast: Cast, broken: None) -> None:
    work.record(KettleBoiled(business_id=cast.business.pk, cups=1), now=NOW)
    work.drain(clock=lambda: NOW)
    turn = ListenerRun.objects.get(listener="tests.burnt")
    assert (turn.status, turn.error, turn.attempts) == ("due", "RuntimeError", 1)
    assert turn.due_at > NOW


def test_a_turn_whose_worker_died_comes_back(cast: Cast, heard: list[int]) -> None:
    work.record(KettleBoiled(business_id=cast.business.pk, cups=5), now=NOW)
    work.fan_out(now=NOW)
    work.claim(now=NOW)
    later = NOW + work.STALE_AFTER * 2
    assert work.recover(now=later) == 1
    work.drain(clock=lambda: later)
    assert heard == [5]


def test_a_listener_that_asks_for_the_time_is_told_it(cast: Cast) -> None:
    told: list[object] = []
    work.listens(KettleBoiled, name="tests.clock")(lambda fact, *, now: told.append(now))
    work.record(KettleBoiled(business_id=cast.business.pk, cups=1), now=NOW)
    work.drain(clock=lambda: NOW)
    work.forget_listener("tests.clock")
    assert told == [NOW]
