"""What the sandbox carrier remembers: accounts, numbers, messages, calls and who told the carrier to stop.

One SQLite file, used by one thread. Commits are grouped by the caller (`commit`), which costs at most a few hundredths
of a second of records when the process is killed, and nothing when it is stopped.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable
from typing import Any

PENDING = ("accepted", "queued", "sending", "sent")

SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
  sid TEXT PRIMARY KEY, token TEXT NOT NULL, api_key TEXT NOT NULL, api_secret TEXT NOT NULL, name TEXT NOT NULL,
  service TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS number (
  number TEXT PRIMARY KEY, sid TEXT NOT NULL, account TEXT NOT NULL REFERENCES account(sid), name TEXT NOT NULL,
  sms_url TEXT NOT NULL DEFAULT '', voice_url TEXT NOT NULL DEFAULT '', status_callback TEXT NOT NULL DEFAULT '',
  carrier_answers INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS message (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, account TEXT NOT NULL, service TEXT,
  direction TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL, media TEXT NOT NULL,
  status TEXT NOT NULL, error_code INTEGER, segments INTEGER NOT NULL,
  created REAL NOT NULL, sent REAL, updated REAL NOT NULL,
  callback TEXT NOT NULL, validity REAL NOT NULL);
CREATE INDEX IF NOT EXISTS message_recipient ON message(recipient, seq);
CREATE INDEX IF NOT EXISTS message_sender ON message(sender, seq);
CREATE INDEX IF NOT EXISTS message_pending ON message(seq) WHERE status IN ('accepted','queued','sending','sent');
CREATE TABLE IF NOT EXISTS opted_out (sender TEXT NOT NULL, phone TEXT NOT NULL, PRIMARY KEY (sender, phone));
CREATE TABLE IF NOT EXISTS call (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, account TEXT NOT NULL, sender TEXT NOT NULL,
  recipient TEXT NOT NULL, status TEXT NOT NULL, started REAL NOT NULL, ended REAL, duration INTEGER NOT NULL);
"""

Row = dict[str, Any]


def make_sid(prefix: str) -> str:
    """Make an id such as Twilio's: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


class Store:
    """The carrier's records. `path` is a file, or ":memory:"."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + SCHEMA)
        self._open = False
        # Asked for by every message, and few: read once, kept in step by the methods below.
        self._accounts: dict[str, Row] = {}
        self._numbers: dict[str, Row] = {}
        self._opted_out: set[tuple[str, str]] = set()
        self._read_small_tables()

    def _read_small_tables(self) -> None:
        self._accounts = {row["sid"]: row for row in self._all("SELECT * FROM account ORDER BY created")}
        self._numbers = {row["number"]: row for row in self._all("SELECT * FROM number ORDER BY number")}
        self._opted_out = {(row["sender"], row["phone"]) for row in self._all("SELECT * FROM opted_out")}

    def commit(self) -> None:
        """Write what has changed since the last time."""
        if self._open:
            self._db.execute("COMMIT")
            self._open = False

    def close(self) -> None:
        self.commit()
        self._db.close()

    # Accounts and numbers

    def add_account(self, *, name: str, now: float) -> Row:
        account: Row = {
            "sid": make_sid("AC"),
            "token": secrets.token_hex(16),
            "api_key": make_sid("SK"),
            "api_secret": secrets.token_hex(16),
            "name": name,
            "service": make_sid("MG"),
            "created": now,
        }
        self._insert("account", account)
        self._accounts[account["sid"]] = account
        return account

    def find_account(self, sid: str) -> Row | None:
        return self._accounts.get(sid)

    def list_accounts(self) -> list[Row]:
        return list(self._accounts.values())

    def add_number(self, *, number: str, account: str, name: str = "", **settings: Any) -> Row:
        self._insert("number", {"number": number, "sid": make_sid("PN"), "account": account, "name": name, **settings})
        self._read_small_tables()
        return self._numbers[number]

    def find_number(self, number: str) -> Row | None:
        return self._numbers.get(number)

    def list_numbers(self, account: str) -> list[Row]:
        return [row for row in self._numbers.values() if row["account"] == account]

    def update_number(self, number: str, changes: Row) -> None:
        self._update("number", "number", number, changes)
        self._read_small_tables()

    # Messages

    def add_message(self, message: Row) -> Row:
        message = {"media": "[]", "error_code": None, "sent": None, "callback": "", "validity": 36_000.0, **message}
        message["seq"] = self._insert("message", message)
        return message

    def update_message(self, message: Row, **changes: Any) -> None:
        """Change the row and the caller's copy of it."""
        message.update(changes)
        self._update("message", "seq", message["seq"], changes)

    def find_message(self, account: str, sid: str) -> Row | None:
        return self._one("SELECT * FROM message WHERE account = ? AND sid = ?", account, sid)

    def list_messages(
        self, *, where: Iterable[tuple[str, Any]], before: int | None = None, after: int | None = None, limit: int
    ) -> list[Row]:
        """Return the newest first; `where` holds conditions of this module's own making, with a value for each."""
        conditions = list(where)
        conditions += [("seq < ?", before)] if before is not None else []
        conditions += [("seq > ?", after)] if after is not None else []
        text = " AND ".join(condition for condition, _ in conditions) or "1"
        values = [value for _, value in conditions]
        return self._all(f"SELECT * FROM message WHERE {text} ORDER BY seq DESC LIMIT ?", *values, limit)

    def list_pending(self) -> list[Row]:
        return self._all(
            "SELECT * FROM message WHERE status IN ('accepted','queued','sending','sent')"
            " AND direction <> 'inbound' ORDER BY seq"
        )

    def list_phones(self) -> list[Row]:
        """Return everybody's phones: the numbers that wrote or were written to and belong to no account."""
        return self._all(
            "SELECT phone, MAX(seq) AS last_seq, COUNT(*) AS messages FROM"
            " (SELECT recipient AS phone, seq FROM message UNION ALL SELECT sender, seq FROM message)"
            " WHERE phone NOT IN (SELECT number FROM number) GROUP BY phone ORDER BY last_seq DESC"
        )

    # Who told the carrier to stop

    def opt_out(self, sender: str, phone: str) -> None:
        self._execute("INSERT OR IGNORE INTO opted_out VALUES (?, ?)", sender, phone)
        self._opted_out.add((sender, phone))

    def opt_in(self, sender: str, phone: str) -> None:
        self._execute("DELETE FROM opted_out WHERE sender = ? AND phone = ?", sender, phone)
        self._opted_out.discard((sender, phone))

    def is_opted_out(self, sender: str, phone: str) -> bool:
        return (sender, phone) in self._opted_out

    # Calls

    def add_call(self, call: Row) -> Row:
        call["seq"] = self._insert("call", call)
        return call

    def list_calls(self, account: str, *, since: float, to: str, before: int | None, limit: int) -> list[Row]:
        return self._all(
            "SELECT * FROM call WHERE account = ? AND started >= ? AND (? = '' OR recipient = ?) AND seq < ?"
            " ORDER BY seq DESC LIMIT ?",
            account, since, to, to, before if before is not None else 1 << 60, limit,
        )  # fmt: skip

    def clear(self, *, accounts: bool) -> None:
        """Forget messages, calls and opt-outs; accounts with their numbers too where asked."""
        for table in ("message", "call", "opted_out") + (("number", "account") if accounts else ()):
            self._execute(f"DELETE FROM {table}")
        self._read_small_tables()

    def _execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not self._open:
            self._db.execute("BEGIN")
            self._open = True
        return self._db.execute(sql, values)

    def _insert(self, table: str, row: Row) -> int:
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        return self._execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *row.values()).lastrowid or 0

    def _update(self, table: str, key: str, value: Any, changes: Row) -> None:
        columns = ", ".join(f"{name} = ?" for name in changes)
        self._execute(f"UPDATE {table} SET {columns} WHERE {key} = ?", *changes.values(), value)

    def _one(self, sql: str, *values: Any) -> Row | None:
        found = self._db.execute(sql, values).fetchone()
        return dict(found) if found else None

    def _all(self, sql: str, *values: Any) -> list[Row]:
        return [dict(row) for row in self._db.execute(sql, values)]


def read_media(row: Row) -> list[dict[str, str]]:
    """Return a message's attachments: url and content_type each."""
    found: list[dict[str, str]] = json.loads(row["media"])
    return found
