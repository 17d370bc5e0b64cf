"""The embedded PostgreSQL: private, restartable after any crash, and no superuser for the product."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from config import databases, embedded, env, roles


class Copy:
    """A copy of config/ in a folder of its own, with a database of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(env.ROOT / "config", root / "config", ignore=shutil.ignore_patterns("__pycache__"))

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`python -m config.embedded …` in the copy."""
        return subprocess.run(
            [sys.executable, "-m", "config.embedded", *arguments],
            cwd=self.root, env={"PATH": os.defpath}, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip

    def query(self, sql: str, *, role: str = "product") -> object:
        """The first value of a query as one of the two roles."""
        address = self.run("url", "--role", role).stdout.strip()
        with psycopg.connect(address, autocommit=True) as opened:
            cursor = opened.execute(sql.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    @property
    def data(self) -> Path:
        """The data folder, wherever it may be."""
        return Path(self.run("folder").stdout.strip())

    def kill(self) -> None:
        """End the server as a power cut would."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{pid}").exists():
            time.sleep(0.05)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A running copy; pytest's folders are closed to other accounts, as a private home is."""
    made = Copy(tmp_path_factory.mktemp("clone"))
    started = made.run("start")
    assert started.stdout == "started\n", started.stderr
    home = made.data.parent
    yield made
    made.run("stop")
    if home.name.startswith("rekindle-"):
        shutil.rmtree(home)


def test_a_second_start_changes_nothing(copy: Copy) -> None:
    assert copy.run("start").stdout == "already running\n"
    assert copy.run("status").stdout == "running\n"


def test_parallel_starts_and_stops_end_in_one_server(copy: Copy) -> None:
    commands = [
        subprocess.Popen([sys.executable, "-m", "config.embedded", word], cwd=copy.root, stdout=subprocess.DEVNULL)
        for word in ("stop", "start", "start", "stop", "start")
    ]
    assert [command.wait(90) for command in commands] == [0] * 5
    copy.run("start")
    assert copy.query("SELECT 1") == 1


def test_data_survives_a_killed_server(copy: Copy) -> None:
    copy.query("CREATE TABLE kept AS SELECT 42 AS n", role="owner")
    copy.kill()
    assert copy.run("status").stdout == "stopped\n"
    assert copy.run("start").stdout == "started\n"
    assert copy.query("SELECT n FROM kept", role="owner") == 42


def test_a_pid_file_that_names_a_stranger_does_not_block_the_start(copy: Copy) -> None:
    data = copy.data
    copy.run("stop")
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (data / name).write_text(f"{os.getpid()}\n{data}\n0\n5432\n\n\n\n")
    assert copy.run("start").stdout == "started\n"


def test_nobody_else_can_reach_it(copy: Copy) -> None:
    assert copy.query("SHOW listen_addresses") == ""
    assert stat.S_IMODE(copy.data.stat().st_mode) == 0o700
    assert copy.data.stat().st_uid != 0
    rules = [line.split() for line in (copy.data / "pg_hba.conf").read_text().splitlines()]
    assert {rule[-1] for rule in rules if rule and not rule[0].startswith("#")} == {"scram-sha-256"}


def test_a_wrong_password_is_refused(copy: Copy) -> None:
    address = copy.run("url").stdout.strip()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address.replace("rekindle:", "rekindle:x"))


@pytest.mark.parametrize("role", ["product", "owner"])
def test_no_role_of_the_product_is_superuser(copy: Copy, role: str) -> None:
    assert copy.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user", role=role) is False


def test_lost_passwords_are_a_sentence(copy: Copy) -> None:
    secrets_file = copy.root / "var" / "main-database.json"
    kept = secrets_file.read_text()
    copy.run("stop")
    try:
        secrets_file.write_text(json.dumps({}))
        assert "put it back from the backup" in copy.run("start").stderr
        assert copy.run("status").stdout == "stopped\n"
    finally:
        secrets_file.write_text(kept)
        copy.run("start")


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=5 * 1024 * 1024))
    with pytest.raises(embedded.EmbeddedProblem, match="Only 5 MB are free"):
        embedded._check_disk(embedded.INSTANCES["main"])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("could not write: No space left on device", "There is no space left on the disk"),
        ("FATAL: database files are incompatible with server", "of another PostgreSQL version"),
        ("FATAL: something else", "did not get through initdb: FATAL: something else"),
    ],
)
def test_what_postgresql_says_becomes_a_sentence(said: str, sentence: str) -> None:
    assert sentence in embedded._explain(embedded.INSTANCES["test"], "initdb", said)


def test_a_missing_package_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PACKAGE", "no_such_package")
    with pytest.raises(embedded.EmbeddedProblem, match="install requirements.txt, or give DATABASE_URL"):
        embedded._programs()


@pytest.fixture
def product(db: None) -> str:
    """The product's role; where the tests were given a database with one role only, a second one for this test."""
    if not databases.has_one_role(env.load()):
        return databases.product_user(env.load())
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE rekindle_test_product")
    roles.grant("default", product="rekindle_test_product")
    return "rekindle_test_product"


def rights(product: str, table: str) -> set[str]:
    """What the role may do with a table of the test database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege_type FROM information_schema.table_privileges WHERE grantee = %s AND table_name = %s",
            [product, table],
        )
        return {right for (right,) in cursor.fetchall()}


def test_the_product_role_can_only_read_and_add_evidence(product: str) -> None:
    assert roles.append_only_tables()
    for table in roles.append_only_tables():
        assert rights(product, table) == {"SELECT", "INSERT"}, table


def test_the_product_role_can_work_with_every_other_table(product: str) -> None:
    for table in {model._meta.db_table for model in apps.get_models()} - roles.append_only_tables():
        assert rights(product, table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}, table


def test_the_product_role_cannot_touch_the_record_of_migrations(product: str) -> None:
    assert rights(product, "django_migrations") == {"SELECT"}


@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = 0", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"]
)
def test_the_product_role_is_refused_when_it_changes_evidence(product: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {product}")
        for table in roles.append_only_tables():
            with pytest.raises(ProgrammingError, match="permission denied|must be owner"), transaction.atomic():
                cursor.execute(change.format(table))
