"""What an import left behind: the rows of one outcome, page by page, and the refused ones as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from contacts.models import ImportBatch, ImportRow, ImportWrite

PAGE = 25
SUPPRESSED, NOT_ELIGIBLE = "suppressed", "not_eligible"
REJECTED = (ImportRow.Outcome.REFUSED, ImportRow.Outcome.DUPLICATE)


@dataclass(frozen=True)
class RowPage:
    """Some rows of an import, and the line behind which the next page begins (None on the last)."""

    rows: list[ImportRow]
    next_line: int | None


def list_rows(batch: ImportBatch, *, outcome: str = "", after: int = 0) -> RowPage:
    """Return the rows of one outcome (or suppressed, not_eligible, or all), behind a line of the file."""
    rows: QuerySet[ImportRow] = batch.rows.filter(line__gt=after).order_by("line").defer("said")
    if outcome == NOT_ELIGIBLE:
        rows = rows.filter(eligible_by_text=False)
    elif outcome == SUPPRESSED:
        rows = rows.filter(is_suppressed=True)
    elif outcome in ImportRow.Outcome.values:
        rows = rows.filter(outcome=outcome)
    found = list(rows[: PAGE + 1])
    return RowPage(found[:PAGE], found[PAGE - 1].line if len(found) > PAGE else None)


def list_kept(batch: ImportBatch, *, after: int = 0) -> tuple[list[ImportWrite], int | None]:
    """Return who stayed when the import was undone, and the line behind which the next page begins."""
    rows = (
        batch.writes.filter(undone=ImportWrite.Undone.KEPT, line__gt=after).select_related("contact").order_by("line")
    )
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].line if len(found) > PAGE else None


class _Echo:
    """A file whose write hands the text back: csv writes a line, the response sends it on."""

    def write(self, text: str) -> str:
        return text


def stream_rejects(batch: ImportBatch) -> Iterator[str]:
    """Yield the refused and doubled rows as CSV in the file's own columns, with line and reason.

    Cells that a spreadsheet would run as a formula are made plain text.
    """
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["line", "reason", *(_plain(column) for column in batch.columns)])
    rows = batch.rows.filter(outcome__in=REJECTED).order_by("line").values_list("line", "reason", "cells")
    for line, reason, cells in rows.iterator(chunk_size=1_000):
        yield writer.writerow([line, reason, *(_plain(cell) for cell in cells)])


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.lstrip()[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r", "\n") else cell
