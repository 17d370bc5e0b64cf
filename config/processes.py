"""Processes that script/server starts and ends for certain, with all that they start in turn."""

import contextlib
import ctypes
import dataclasses
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from config import env

# The numbers prctl(2) knows them by.
PARENT_DEATH_SIGNAL, CHILD_SUBREAPER = 1, 36


@dataclasses.dataclass
class Child:
    """One process we keep running."""

    name: str
    command: list[str]
    restart: bool = False
    process: subprocess.Popen[bytes] | None = None
    ends: list[float] = dataclasses.field(default_factory=list)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it through us and in order."""
        self.process = subprocess.Popen(
            self.command,
            cwd=env.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def has_ended(self) -> bool:
        """Whether it ran and is gone."""
        return self.process is not None and self.process.poll() is not None

    def send(self, number: signal.Signals, *, group: bool = False) -> None:
        """Signal the process, or it and all it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number) if group else self.process.send_signal(number)


def adopt_orphans() -> None:
    """From now on a process whose starter died is a child of ours and not of init."""
    ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1)


def end_orphans(*, keep: Sequence[Child]) -> None:
    """Kill what dead children left behind, such as the cluster of a worker that crashed. The database lives on."""
    kept = {child.process.pid for child in keep if child.process is not None}
    for _generation in range(50):
        orphans = [pid for pid, name in _children_of(os.getpid()) if pid not in kept and name != "postgres"]
        if not orphans:
            return
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        time.sleep(0.02)


def _children_of(parent: int) -> list[tuple[int, str]]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            name, _, rest = (place / "stat").read_text().partition("(")[2].rpartition(")")
            if int(rest.split()[1]) == parent:
                found.append((int(place.name), name))
    return found


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
