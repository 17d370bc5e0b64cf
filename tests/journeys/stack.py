"""The product as it really runs, beside the test: web server, worker with its cluster, and carrier, as processes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from conversations.channels.sandbox.carrier import read_control_token
from conversations.channels.sandbox.client import CarrierControl, ControlRefused

ROOT = Path(__file__).resolve().parent.parent.parent
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(look: Callable[[], T], *, seconds: float, every: float = 0.1, what: str) -> T:
    """Look until the answer is true, and return it. Raises AssertionError with `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"Waited {seconds} s for {what}."
        time.sleep(every)
    return found


@dataclass
class Stack:
    """Processes on one test database. `log` holds what they wrote."""

    folder: Path
    web_port: int = field(default_factory=free_port)
    carrier_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def log(self) -> Path:
        return self.folder / "processes.log"

    @property
    def carrier(self) -> CarrierControl:
        token = read_control_token(self.folder / "carrier.sqlite3")
        return CarrierControl(f"http://127.0.0.1:{self.carrier_port}", token)

    def settings(self) -> dict[str, Any]:
        """What the test itself must share with its processes."""
        return {
            "PUBLIC_URL": self.url,
            "SANDBOX_CARRIER_URL": f"http://127.0.0.1:{self.carrier_port}",
            "SANDBOX_CARRIER_STATE": self.folder / "carrier.sqlite3",
            "INSTANCE_MARK_FILE": self.folder / "instance-mark",
            "SEALS_DIR": self.folder / "seals",
            "VAR_DIR": self.folder,
        }

    def start_carrier(self) -> None:
        state = str(self.folder / "carrier.sqlite3")
        self._start("carrier", "manage.py", "sandbox_carrier", "--port", str(self.carrier_port), "--state", state)
        wait_for(self._carrier_answers, seconds=30, what="the carrier")

    def start_web(self) -> None:
        bind = f"127.0.0.1:{self.web_port}"
        self._start(
            "web", "-m", "gunicorn", "config.wsgi", "--bind", bind, "--workers", "1", "--threads", "4",
            "--worker-class", "gthread", "--graceful-timeout", "2", "--no-control-socket",
        )  # fmt: skip
        wait_for(self._web_answers, seconds=40, what="the web server")

    def start_worker(self) -> None:
        self._start("worker", "manage.py", "worker")

    def make_demo(self, *, seconds: float) -> None:
        self._start("demo", "manage.py", "make_demo")
        assert self.processes["demo"].wait(seconds) == 0, self.log.read_text()[-2000:]
        del self.processes["demo"]

    def stop(self, name: str, *, number: int = signal.SIGTERM, seconds: float = 40) -> int:
        """End a process we started; return its exit status."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            return process.wait(seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def stop_all(self) -> None:
        for name in [name for name in ("demo", "worker", "web", "carrier") if name in self.processes]:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop(name, seconds=30)

    def _start(self, name: str, *command: str) -> None:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.journeys.stack_settings",
            "JOURNEY_FOLDER": str(self.folder),
            "JOURNEY_DATABASE": str(connection.settings_dict["NAME"]),
            "PORT": str(self.web_port),
            "CARRIER_PORT": str(self.carrier_port),
            "PUBLIC_URL": self.url,
        }
        environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip

    def _carrier_answers(self) -> bool:
        try:
            self.carrier.counters()
        except (OSError, ControlRefused):
            return False
        return True

    def _web_answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{self.url}/accounts/login/", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def daytime_zone(now: datetime | None = None) -> str:
    """Return a zone in which it is about noon now: the journeys text people at whatever hour they are run."""
    ahead = 12 - (now or datetime.now(UTC)).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@contextlib.contextmanager
def shared_settings(stack: Stack) -> Iterator[None]:
    """Let services called by the test speak to the stack's carrier."""
    kept = {name: getattr(settings, name) for name in stack.settings()}
    for name, value in stack.settings().items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(settings, name, value)
