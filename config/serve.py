"""Runs Rekindle in the foreground until Ctrl-C: database, web server, worker and sandbox carrier."""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType
from typing import IO

from config import databases, embedded, env, keys, preflight, processes
from config.processes import Child

READY_SECONDS = 60
STOP_SECONDS = 30
RESTARTS_A_MINUTE = 5
DEMO_LOGIN = env.VAR / "demo-login"


class StartProblem(Exception):
    """Rekindle cannot start or go on; the text is a sentence for the person who runs it."""


class Stop:
    """Set by Ctrl-C, SIGTERM or a closed terminal; the second time nothing is waited for any more."""

    def __init__(self) -> None:
        self.count = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.count += 1


def main() -> int:
    """Run until stopped. Returns the exit status: 0 when asked to stop, 2 for a problem, told in a sentence."""
    stop = Stop()
    processes.adopt_orphans()
    os.umask(0o077)  # whatever the children write is for this account alone
    try:
        with _only_one():
            return _run(env.load(), stop)
    except (env.SettingsProblem, embedded.EmbeddedProblem, StartProblem) as problem:
        _say(str(problem))
        return 2


def _run(conf: env.Environment, stop: Stop) -> int:
    children: list[Child] = []
    try:
        _check_ports(conf)
        if not conf.DATABASE_URL:
            embedded.start("main")
            _say_where_the_data_is()
        _check_database(conf)
        if databases.has_one_role(conf):
            _say(
                "The product owns its evidence tables: .env.example says under DATABASE_OWNER_URL how to prevent that."
            )
        for command in (["migrate", "--noinput"], ["collectstatic", "--noinput"]):
            if stop.count:
                return 0
            _manage(*command)
        children += _start([_carrier(conf)])
        first = _make_demo(conf, stop)
        children += _start([_web(), _worker()])
        _wait_until_ready(conf, children, stop)
        if not stop.count:
            sys.stdout.write(f"{_welcome(conf, first=first)}\n")
            sys.stdout.flush()
        _watch(conf, children, stop)
        return 0
    finally:
        _stop_all(children, stop)
        if not conf.DATABASE_URL:
            embedded.stop("main")


def _say_where_the_data_is() -> None:
    folder = embedded.INSTANCES["main"].folder
    if env.VAR not in folder.parents:
        _say(f"PostgreSQL does not run as root and cannot enter this folder: the database is kept in {folder}.")


def _carrier(conf: env.Environment) -> Child:
    state = str(env.VAR / "carrier.sqlite3")
    return Child("sandbox carrier", _manage_line("sandbox_carrier", "--port", str(conf.CARRIER_PORT), "--state", state))


def _web() -> Child:
    return Child("web server", [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"])


def _worker() -> Child:
    return Child("worker", _manage_line("worker"), restart=True)


def _start(children: list[Child]) -> list[Child]:
    for child in children:
        child.start()
    return children


def _watch(conf: env.Environment, children: list[Child], stop: Stop) -> None:
    """Wait for the wish to stop. A worker or database that ends is started again; any other end raises StartProblem."""
    while not stop.count:
        for child in children:
            if child.has_ended() and not stop.count:
                _restart(child, children)
        if not conf.DATABASE_URL and not stop.count and embedded.start("main"):
            _say("The database ended by itself and is started again.")
        time.sleep(0.2)


def _restart(child: Child, others: list[Child]) -> None:
    assert child.process is not None
    status = child.process.returncode
    child.ends = [at for at in child.ends if at > time.monotonic() - 60] + [time.monotonic()]
    if not child.restart or len(child.ends) > RESTARTS_A_MINUTE:
        raise StartProblem(f"The {child.name} ended by itself (status {status}), so everything else was stopped too.")
    _say(f"The {child.name} ended by itself (status {status}) and is started again.")
    child.send(signal.SIGKILL, group=True)
    processes.end_orphans(keep=others)
    child.start()


def _stop_all(children: list[Child], stop: Stop) -> None:
    for child in children:
        child.send(signal.SIGTERM)
    asked_before, deadline = stop.count, time.monotonic() + STOP_SECONDS
    while any(not child.has_ended() for child in children):
        if time.monotonic() > deadline or stop.count > max(asked_before, 1):
            break
        time.sleep(0.1)
    for child in children:
        child.send(signal.SIGKILL, group=True)
    processes.end_orphans(keep=[])


def _make_demo(conf: env.Environment, stop: Stop) -> bool:
    """On the first start of a development instance: the demo business and its login. Returns whether made now."""
    if conf.MODE == "production" or DEMO_LOGIN.exists() or stop.count:
        return False
    _say("Making the demo business (only now) …")
    _manage("make_demo")
    return DEMO_LOGIN.exists()


def _welcome(conf: env.Environment, *, first: bool) -> str:
    line = f"Rekindle runs at {conf.PUBLIC_URL}/"
    if DEMO_LOGIN.exists():
        email, password = DEMO_LOGIN.read_text(encoding="utf-8").split()[:2]
        line += f" - sign in as {email} with the password " + (
            f"{password} (kept in var/demo-login)" if first else "in var/demo-login"
        )
    return f"{line}. Ctrl-C stops it."


def _wait_until_ready(conf: env.Environment, children: list[Child], stop: Stop) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(conf.BIND, conf.BIND)
    address = f"http://{f'[{host}]' if ':' in host else host}:{conf.PORT}/healthz"
    deadline = time.monotonic() + READY_SECONDS
    while not stop.count and not _answers(address):
        for child in children:
            if child.has_ended() and not child.restart:
                raise StartProblem(f"The {child.name} did not start: its reason stands above.")
        if time.monotonic() > deadline:
            raise StartProblem(f"The web server does not answer at {address}: its reason stands above.")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True  # it answers; the worker's first heartbeat may still be under way
    except OSError:
        return False
    return True


def _check_ports(conf: env.Environment) -> None:
    if problem := preflight.port_problem("PORT", conf.BIND, conf.PORT):
        raise StartProblem(problem)
    if conf.text("CARRIER_PORT"):
        if problem := preflight.port_problem("CARRIER_PORT", "127.0.0.1", conf.CARRIER_PORT):
            raise StartProblem(problem)
        return
    candidates = [conf.CARRIER_PORT, *range(conf.PORT + 1, min(conf.PORT + 50, 65536)), *range(18000, 18050)]
    for port in candidates:
        if port != conf.PORT and not preflight.port_problem("CARRIER_PORT", "127.0.0.1", port):
            env.CARRIER_PORT_FILE.write_text(f"{port}\n", encoding="ascii")
            return
    raise StartProblem("No port is free for the sandbox carrier: name one with CARRIER_PORT=<number>.")


def _check_database(conf: env.Environment) -> None:
    if not conf.DATABASE_URL:
        return
    import psycopg  # only here: an embedded database has been started by config.embedded

    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        if not getattr(conf, name):
            continue
        try:
            with psycopg.connect(getattr(conf, name), connect_timeout=10) as connection:
                version = connection.info.server_version
        except psycopg.Error as problem:
            reason = (str(problem).splitlines() or ["no reason given"])[0]
            raise StartProblem(f"The database of {name} does not answer: {reason}.") from None
        if version < 150000:
            raise StartProblem(f"The database of {name} is PostgreSQL {version // 10000}: Rekindle needs 15 or later.")


def _manage_line(*arguments: str) -> list[str]:
    return [sys.executable, str(env.ROOT / "manage.py"), *arguments]


def _manage(*arguments: str) -> None:
    done = subprocess.run(
        _manage_line(*arguments), cwd=env.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise StartProblem(f"{said}\nRekindle did not start: `manage.py {arguments[0]}` failed, see above.")


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """One server per folder; a crash frees it."""
    keys.make_var()
    file: IO[str] = (env.VAR / ".serve.lock").open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartProblem("Rekindle is already running from this folder: stop that one first.") from None
        yield


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
