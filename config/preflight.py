"""What can be missing or busy on a machine, each told in one sentence before anything is installed.

`python -m config.preflight server|test`: exit status 0, or 2 with sentences. Standard library only.
"""

import errno
import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from config import env

INSTALL_MB = 1200
RUN_MB = 300


def problems(task: str, *, root: Path = env.ROOT) -> Iterator[str]:
    """Sentences about what stands in the way of `task` (server or test)."""
    installed = os.path.exists(root / ".venv" / "bin" / "python")
    if not installed and not _has_venv():
        yield "Python's venv module is missing: install it (on Debian: apt-get install python3-venv)."
    if not os.access(root, os.W_OK):
        yield f"This account may not write to {root}: run this as the owner of the folder, or make a clone of its own."
    yield from _disk_problems(root, RUN_MB if installed else INSTALL_MB)
    if task == "server":
        yield from _settings_problems()


def port_problem(name: str, address: str, port: int) -> str | None:
    """A sentence where nothing can listen on the port, else None."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            return f"Port {port} is reserved for root: choose one from 1024 up, such as {name}=8000."
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program: stop it, or choose another with {name}=<number>."
            return f"Nothing can listen on {address}: {refusal.strerror}. Choose another address with BIND."
    return None


def _settings_problems() -> Iterator[str]:
    try:
        conf = env.load()
    except env.SettingsProblem as refusal:
        yield str(refusal)
        return
    if problem := port_problem("PORT", conf.BIND, conf.PORT):
        yield problem


def _disk_problems(root: Path, needed: int) -> Iterator[str]:
    free = shutil.disk_usage(root).free // 1024 // 1024
    if free < needed:
        yield f"Only {free} MB are free on the disk of {root}: {needed} MB are needed."


def _has_venv() -> bool:
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


if __name__ == "__main__":
    found = list(problems(sys.argv[1] if len(sys.argv) > 1 else "server"))
    sys.stderr.write("".join(f"{sentence}\n" for sentence in found))
    sys.exit(2 if found else 0)
