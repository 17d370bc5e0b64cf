"""Rows that have been read, on their way into the database: by COPY into two temporary tables, a range at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from json import JSONEncoder
from typing import Any

from contacts.consent import copy_rows, hash_address, lock_key
from contacts.importing.reading import LONGEST_CELL, Reading, read_row
from contacts.importing.texts import Record
from contacts.models import ImportBatch

TABLES = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_stage (
    line integer, cells jsonb, said jsonb, name_key text, refused text, remarks jsonb, text_problem text,
    lacks_consent boolean, needs_word boolean, phone_hash text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS import_stage_address (
    business_id bigint, batch_id bigint, line integer, position smallint, kind text, address text,
    address_hash text, key bigint, name_key text, label text, line_type text
) ON COMMIT DELETE ROWS;
DELETE FROM import_stage;
DELETE FROM import_stage_address;
"""
ROW_COLUMNS = ("line", "cells", "said", "name_key", "refused", "remarks", "text_problem", "lacks_consent", "needs_word",
               "phone_hash")  # fmt: skip
ADDRESS_COLUMNS = (
    "business_id",
    "batch_id",
    "line",
    "position",
    "kind",
    "address",
    "address_hash",
    "key",
    "name_key",
    "label",
    "line_type",
)
_encode = JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def stage_rows(cursor: Any, batch: ImportBatch, records: Sequence[Record], reading: Reading, *, now: datetime) -> None:
    """Read the rows and put them into the temporary tables of this transaction."""
    cursor.execute(TABLES)
    addresses: list[tuple[Any, ...]] = []
    copy_rows(cursor, "import_stage", ROW_COLUMNS, _read(batch, records, reading, addresses, now=now))
    copy_rows(cursor, "import_stage_address", ADDRESS_COLUMNS, addresses)
    cursor.execute("ANALYZE import_stage; ANALYZE import_stage_address")


def _read(
    batch: ImportBatch,
    records: Sequence[Record],
    reading: Reading,
    addresses: list[tuple[Any, ...]],
    *,
    now: datetime,
) -> Iterable[tuple[Any, ...]]:
    owner, width = (batch.business_id, batch.pk), len(batch.columns)
    for line, cells in records:
        row = read_row(cells, reading, now=now)
        name_key = row.name_key[:170]
        phone_hash = ""
        for position, (kind, address, label, line_type) in enumerate(row.addresses):
            address_hash = hash_address(kind, address)
            phone_hash = phone_hash or (address_hash if kind == "phone" else "")
            addresses.append(
                (
                    *owner,
                    line,
                    position,
                    kind,
                    address,
                    address_hash,
                    lock_key(address_hash),
                    name_key,
                    label,
                    line_type,
                )
            )
        yield (
            line, _encode(_fit(cells, width)), _encode(row.said), name_key, row.refused, _encode(row.remarks),
            row.text_problem, row.lacks_consent, row.needs_word, phone_hash,
        )  # fmt: skip


def _fit(cells: Sequence[str], width: int) -> list[str]:
    """The cells as they are kept for the page and for the refused rows: as many as there are columns, none endless."""
    kept = [cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL] for cell in cells[:width]]
    return kept + [""] * (width - len(kept))
