"""An Excel workbook as a stream of records. What it would unpack to is weighed before it is opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from contacts.importing.problem import ImportProblem
from contacts.importing.texts import MOST_COLUMNS, Record

MOST_ENTRIES = 2_000
MOST_UNPACKED = 2 * 1024**3
# openpyxl keeps the shared words of a workbook in memory.
MOST_SHARED = 64 * 1024**2
MOST_RATIO = 200
SMALL = 10 * 1024**2
MOST_CELLS = 6_000_000
BOMB = (
    "This workbook would unpack to far more than a list of people. Save the sheet with the list as CSV UTF-8 and "
    "upload that."
)
NOT_A_WORKBOOK = (
    "This is a packed file but no Excel workbook (.xlsx). If there is a list inside, unpack it first; from Numbers or "
    "LibreOffice export the list as CSV."
)


def open_workbook(file: BinaryIO) -> Any:
    """Return the workbook for reading in a stream; formulas give their stored values. Raises ImportProblem."""
    try:
        with zipfile.ZipFile(file) as packed:
            _refuse_bombs(packed)
        file.seek(0)
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except ImportProblem:
        raise
    except RecursionError as error:
        raise ImportProblem(BOMB) from error
    except Exception as error:  # openpyxl raises whatever its parts raise: KeyError, ParseError, BadZipFile, ValueError
        raise ImportProblem(
            "This workbook is damaged or locked with a password. Open it in Excel, save it anew without a password, "
            "and upload it again."
        ) from error


def _refuse_bombs(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise ImportProblem(NOT_A_WORKBOOK)
    if len(entries) > MOST_ENTRIES:
        raise ImportProblem(BOMB)
    for entry in entries:
        # Python's zipfile stops reading at the declared size, so a size that lies low cannot unpack to more.
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > SMALL and ratio > MOST_RATIO:
            raise ImportProblem(BOMB)
        if "sharedStrings" in entry.filename and entry.file_size > MOST_SHARED:
            raise ImportProblem(
                "This workbook holds more words than can be read at once. Save the sheet as CSV UTF-8 and upload that."
            )
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ImportProblem(BOMB)
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_doctype(packed, entry)


def _refuse_doctype(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No part of a workbook has a DOCTYPE; one that has means to expand entities or to fetch something."""
    with packed.open(entry) as part:
        start = part.read(4096)
    if b"<!DOCTYPE" in start.upper() or b"<!ENTITY" in start.upper():
        raise ImportProblem(
            "This workbook holds instructions that no list needs (a DOCTYPE). Save the sheet as CSV UTF-8."
        )


def list_sheets(book: Any) -> list[str]:
    """Return the names of the sheets that hold cells, visible ones first."""
    sheets = [sheet for sheet in book.worksheets if sheet is not None]
    return [sheet.title for sheet in sorted(sheets, key=lambda sheet: sheet.sheet_state != "visible")]


def read_sheet(book: Any, sheet: str) -> Iterator[Record]:
    """Yield (row in the sheet, cells as text) for every row that is not blank. Raises ImportProblem."""
    seen = 0
    try:
        for line, values in enumerate(book[sheet].iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if not cells:
                continue
            if len(cells) > MOST_COLUMNS:
                raise ImportProblem(
                    f"Row {line} has {len(cells):,} columns; at most {MOST_COLUMNS} can be read. Leave out the columns "
                    "you do not need."
                )
            seen += len(cells)
            if seen > MOST_CELLS:
                raise ImportProblem(
                    f"This sheet has more than {MOST_CELLS:,} filled cells. Save it as CSV UTF-8 and upload that: it "
                    "is read many times faster."
                )
            yield line, cells
    except ImportProblem:
        raise
    except Exception as error:  # as in open_workbook: a damaged part may raise anything
        raise ImportProblem("The sheet breaks off in the middle. Save it as CSV UTF-8 and upload that.") from error


def _text(value: object) -> str:
    """A cell as a person would read it; a number that stands for a phone keeps all its digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\x00", "").strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if (value.hour or value.minute) else value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)
