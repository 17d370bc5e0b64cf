"""The supervised worker: it survives the death of its cluster's workers, and ends cleanly when told to."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from accounts import work
from accounts.models import ListenerRun
from contacts.events import ContactDeclined
from conversations.models import WorkerHeartbeat
from tests import factories
from tests.journeys.conftest import Shop
from tests.journeys.stack import Stack, wait_for

pytestmark = pytest.mark.timeout(150)


def children(pid: int) -> list[int]:
    """Return the direct children of a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in found.read_text().split()] if found.exists() else []


def family(pid: int) -> list[int]:
    """Return a process's children, their children and so on."""
    found = children(pid)
    return found + [grandchild for child in found for grandchild in family(child)]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def worker(stack: Stack, shop: Shop) -> Iterator[int]:
    """The pid of a worker whose queue has answered."""
    stack.start_worker()
    began = timezone.now()
    queue = WorkerHeartbeat.objects.filter(part="queue", beat_at__gt=began)
    wait_for(queue.exists, seconds=40, what="the queue's first heartbeat")
    yield stack.processes["worker"].pid


def idle_workers(pid: int) -> list[int]:
    """Return the leaves of the cluster's tree: the processes that fetch and run tasks."""
    return [process for process in family(pid) if not children(process)]


def record_work(shop: Shop) -> None:
    contact = factories.make_contact(shop.business)
    work.record(ContactDeclined(business_id=shop.business.pk, contact_id=contact.pk), now=timezone.now())


def is_done() -> bool:
    return ListenerRun.objects.filter(listener="campaigns.declined", status=ListenerRun.Status.DONE).exists()


# Which of the two holds the queue's lock while it waits cannot be seen from outside: each is killed once.
@pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
def test_work_goes_on_within_fifteen_seconds_after_an_idle_worker_is_killed(
    which: int, worker: int, shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    os.kill(idle_workers(worker)[which], signal.SIGKILL)
    began = time.monotonic()
    record_work(shop)
    wait_for(is_done, seconds=15, what="the work after a worker was killed")
    with capsys.disabled():
        print(f"\nwork went on {time.monotonic() - began:.1f} s after the kill")


def test_it_ends_cleanly_and_takes_its_cluster_along(worker: int, stack: Stack) -> None:
    everybody = family(worker)
    assert len(everybody) >= 3
    assert stack.stop("worker", seconds=40) == 0
    wait_for(lambda: not any(is_alive(pid) for pid in everybody), seconds=5, what="the cluster to be gone")
