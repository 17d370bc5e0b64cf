"""What stands in the way of a start is told in one sentence; a full start and stop leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import env, preflight, serve


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def preflight_of(task: str, **given: str) -> subprocess.CompletedProcess[str]:
    """The checks before anything is installed, with the bare system's Python path and these settings."""
    return subprocess.run(
        [sys.executable, "-m", "config.preflight", task],
        cwd=env.ROOT, env={"PATH": os.defpath, **given}, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip


def test_a_taken_port_is_one_sentence(taken_port: int) -> None:
    done = preflight_of("server", PORT=str(taken_port))
    assert done.returncode == 2
    assert done.stderr == (
        f"Port {taken_port} is taken by another program: stop it, or choose another with PORT=<number>.\n"
    )


def test_an_address_of_another_machine_is_one_sentence() -> None:
    assert "Nothing can listen on 203.0.113.1" in preflight_of("server", BIND="203.0.113.1").stderr


def test_a_bad_setting_is_one_sentence() -> None:
    assert preflight_of("server", SENDING="lvie").stderr.count("\n") == 1


def test_the_checks_need_nothing_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import config.preflight"], cwd=env.ROOT, env={"PATH": os.defpath},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_too_little_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=50 * 1024 * 1024))
    assert list(preflight.problems("test", root=tmp_path)) == [
        f"Only 50 MB are free on the disk of {tmp_path}: 1200 MB are needed."
    ]


def test_a_missing_venv_module_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(preflight, "_has_venv", lambda: False)
    assert "apt-get install python3-venv" in "".join(preflight.problems("test", root=tmp_path))


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    conf = env.Environment({"DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"})
    with pytest.raises(serve.StartProblem, match="The database of DATABASE_URL does not answer: .*refused"):
        serve._check_database(conf)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_a_start_serves_and_a_stop_leaves_nothing_behind(tmp_path: Path) -> None:
    root = tmp_path / "clone"
    skipped = shutil.ignore_patterns(".venv", ".git", "var", "staticfiles", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(env.ROOT, root, ignore=skipped)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for _start in ("first", "second"):
        server = subprocess.Popen(
            [sys.executable, "-m", "config.serve"], cwd=root, env={"PATH": os.defpath, "PORT": str(port)},
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        assert server.stdout is not None
        assert server.stdout.readline().startswith(f"Rekindle runs at http://127.0.0.1:{port}/ - sign in as ")
        time.sleep(1)
        server.send_signal(signal.SIGINT)
        assert server.wait(90) == 0
        assert not processes_of(root)


def processes_of(root: Path) -> list[str]:
    """The command lines of everything that runs from the folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if (place / "cwd").readlink().is_relative_to(root) or str(root) in (place / "cmdline").read_text():
                found.append((place / "cmdline").read_text())
        except OSError:
            continue
    return found
