"""The supervised worker: sends what is due, wakes django-q2 for the rest, restarts the cluster when it falls silent.

Three parts in one process, with the cluster as a child:
- the sending thread hands due messages over; PostgreSQL's NOTIFY wakes it, and it looks for itself every second;
- the main thread enqueues periodic work (config.schedules) and a heartbeat task;
- the cluster runs the tasks. SIGKILL of one of its workers can stop it for good without a word (docs/decisions.md), so
  when the heartbeat stays away it is ended and started again.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django_q.models import OrmQ
from django_q.tasks import async_task

from accounts import work
from config.schedules import PERIODIC, Periodic
from conversations import inbox, outbox
from conversations.instance import check_instance, compare_after_absence
from conversations.models import WorkerHeartbeat

log = structlog.get_logger(__name__)

BEAT_EVERY = timedelta(seconds=2)
# Two beats and the cluster's poll; a silent cluster must be replaced and working again within 15 seconds.
SILENT_AFTER = timedelta(seconds=6)
# A cluster takes some seconds to import Django and answer for the first time.
START_GRACE = timedelta(seconds=15)
# Workers that are all busy with listeners may stay silent for as long as django-q2 lets a task run.
BUSY_GRACE = timedelta(seconds=130)
STOP_GRACE_SECONDS = 20.0

WORKERS = int(str(settings.Q_CLUSTER["workers"]))

Clock = Callable[[], datetime]


class Cluster:
    """The django-q2 cluster as a child process in a group of its own."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = clock()

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "manage.py", "cluster"], start_new_session=True)
        self.started_at = self.clock()

    def stop(self, *, grace: float) -> None:
        """Ask it to finish its tasks, then end whatever is left of its group."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            log.warning("cluster_did_not_stop")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def is_silent(self, *, last_beat: datetime | None, busy: bool) -> bool:
        """Say whether it is dead or has not answered for too long."""
        if self.process is None or self.process.poll() is not None:
            return True
        now = self.clock()
        if last_beat is None or last_beat < self.started_at:
            return now - self.started_at > START_GRACE
        return now - last_beat > (BUSY_GRACE if busy else SILENT_AFTER)


class Supervisor:
    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.stopping = threading.Event()
        self.due = threading.Event()
        self.name = f"worker-{os.getpid()}"
        self.cluster = Cluster(clock=clock)
        self.next_turn = {periodic.name: 0.0 for periodic in PERIODIC}
        self.next_beat = 0.0
        self.last_beat: datetime | None = None

    def run(self) -> None:
        """Work until told to stop."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: self.stopping.set())
        why = check_instance(now=self.clock())
        if why:
            log.error("sending_is_off", why=why)
        self.last_beat = WorkerHeartbeat.objects.filter(part="sending").values_list("beat_at", flat=True).first()
        inbox.want_catch_up_everywhere(self.clock())
        self.cluster.start()
        threads = [
            threading.Thread(target=self._send, name="sending"),
            threading.Thread(target=self._hear, name="listening", daemon=True),
        ]
        for thread in threads:
            thread.start()
        while not self.stopping.wait(0.25):
            self._guard(self._turn)
        self.due.set()
        threads[0].join(STOP_GRACE_SECONDS)
        self.cluster.stop(grace=STOP_GRACE_SECONDS)

    def _guard(self, step: Callable[[], object]) -> None:
        """Run one step; a failure is logged by its kind and the worker lives on."""
        try:
            close_old_connections()
            step()
        except Exception as error:
            log.error("worker_step_failed", step=getattr(step, "__name__", "step"), error=type(error).__name__)
            connection.close()
            self.stopping.wait(1)

    # Sending

    def _send(self) -> None:
        while not self.stopping.is_set() and not self._may_send_after_absence():
            log.warning("waiting_for_the_providers_records")
            self.stopping.wait(30)
        while not self.stopping.is_set():
            self.due.wait(1)
            self.due.clear()
            self._guard(self._send_due)
        connection.close()

    def _may_send_after_absence(self) -> bool:
        may: list[bool] = []
        self._guard(lambda: may.append(compare_after_absence(last_beat=self.last_beat, clock=self.clock)))
        return bool(may and may[0])

    def _send_due(self) -> None:
        WorkerHeartbeat.objects.update_or_create(part="sending", defaults={"beat_at": self.clock()})
        while not self.stopping.is_set():
            if not outbox.deliver_due(clock=self.clock, worker=self.name).claimed:
                return

    def _hear(self) -> None:
        """Wait for NOTIFY on a connection of its own; without one the second-by-second looks remain."""
        while not self.stopping.is_set():
            try:
                self._hear_until_lost()
            except psycopg.Error as error:
                log.warning("nudges_lost", error=type(error).__name__)
                self.stopping.wait(5)

    def _hear_until_lost(self) -> None:
        options = connection.get_connection_params()
        wanted = {key: options[key] for key in ("dbname", "user", "password", "host", "port") if key in options}
        with psycopg.connect(**wanted, autocommit=True) as listening:
            listening.execute(f"LISTEN {work.NUDGE_CHANNEL}")
            listening.execute(f"LISTEN {outbox.NUDGE_CHANNEL}")
            while not self.stopping.is_set():
                for notice in listening.notifies(timeout=1, stop_after=1):
                    if notice.channel == outbox.NUDGE_CHANNEL:
                        self.due.set()
                    else:
                        self.next_turn["work"] = 0.0

    # The queue

    def _turn(self) -> None:
        now = self.clock()
        for periodic in PERIODIC:
            if time.monotonic() >= self.next_turn[periodic.name]:
                self.next_turn[periodic.name] = time.monotonic() + periodic.every
                self._enqueue(periodic, now)
        if time.monotonic() >= self.next_beat:
            self.next_beat = time.monotonic() + BEAT_EVERY.total_seconds()
            WorkerHeartbeat.objects.update_or_create(part="supervisor", defaults={"beat_at": now})
            self._once("beat", "config.tasks.beat", at_most=100)
            self._watch()

    def _enqueue(self, periodic: Periodic, now: datetime) -> None:
        if periodic.is_due is None or periodic.is_due(now):
            self._once(periodic.name, periodic.task, at_most=periodic.most_waiting * WORKERS)

    def _once(self, name: str, task: str, *, at_most: int) -> None:
        """Enqueue unless the cluster is behind: what is due stays due, and a heap of nudges helps nobody."""
        if OrmQ.objects.count() < at_most:
            async_task(task, task_name=name, save=False)

    def _watch(self) -> None:
        last = WorkerHeartbeat.objects.filter(part="queue").values_list("beat_at", flat=True).first()
        busy = work.count_busy_workers(since=self.clock() - BUSY_GRACE) >= WORKERS
        if not self.cluster.is_silent(last_beat=last, busy=busy):
            return
        log.error("cluster_silent", since=str(last))
        self.cluster.stop(grace=0.5)
        # What the dead cluster had taken is locked until `retry`: nudges may be dropped, the work is in the rows.
        OrmQ.objects.all().delete()
        self.cluster.start()
