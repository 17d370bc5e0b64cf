"""Pure: the bytes of a CSV file become rows of text, or one sentence that says why they cannot."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

MOST_BYTES = 25 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
DELIMITERS = ",;\t|"
NOT_TEXT = "This is not a text file: it holds NUL bytes. Export it again as CSV."


class ImportProblem(ValueError):
    """The file or the request cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the headings; rows: (line in the file, cells), every row as wide as the headings."""

    columns: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str


def read_table(data: bytes) -> Table:
    """Read a CSV file with a heading row. Raises ImportProblem."""
    _refuse_other_files(data)
    text, encoding = _decode(data)
    if "\x00" in text:
        raise ImportProblem(NOT_TEXT)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    columns: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _headings(cells)
                continue
            rows.append((reader.line_num, _fit(cells, len(columns))))
            if len(rows) > MOST_ROWS:
                raise ImportProblem(f"This file has more than {MOST_ROWS:,} rows. Split it and import the parts.")
    except csv.Error as error:
        raise ImportProblem(
            f"Line {reader.line_num} cannot be read as CSV. Open the file, mend that line, save as CSV."
        ) from error
    if not columns:
        raise ImportProblem("This file is empty.")
    if not rows:
        raise ImportProblem("This file has headings but no rows below them.")
    return Table(columns, rows, encoding, delimiter)


def _refuse_other_files(data: bytes) -> None:
    if not data.strip():
        raise ImportProblem("This file is empty.")
    if len(data) > MOST_BYTES:
        raise ImportProblem(f"This file is larger than {MOST_BYTES // 2**20} MB. Split it and import the parts.")
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise ImportProblem("This is an Excel file. In Excel choose Save As, CSV UTF-8, and upload that file.")
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\x00" in data:
        raise ImportProblem(NOT_TEXT)


def _decode(data: bytes) -> tuple[str, str]:
    marked = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(marked), marked
    except UnicodeDecodeError:
        # Excel on Windows writes cp1252; guessing libraries take short files for anything.
        return data.decode("cp1252", errors="replace"), "cp1252"


def _delimiter(text: str) -> str:
    """Take the delimiter that splits the first lines most evenly; sniffing libraries lie on short files."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    try:
        counts = {mark: [len(row) for row in csv.reader(lines, delimiter=mark)] for mark in DELIMITERS}
    except csv.Error as error:
        raise ImportProblem(
            "This cannot be read as CSV: a cell has no end. Open the file and save it as CSV."
        ) from error
    best, most = ",", 1
    for mark, widths in counts.items():
        usual = max(set(widths), key=widths.count)
        if usual > most and widths.count(usual) * 2 >= len(widths):
            best, most = mark, usual
    return best


def _headings(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        raise ImportProblem(f"This file has {len(cells)} columns; at most {MOST_COLUMNS} can be read.")
    return [cell.strip()[:80] or f"Column {number}" for number, cell in enumerate(cells, start=1)]


def _fit(cells: list[str], width: int) -> list[str]:
    cut = [cell.strip()[:LONGEST_CELL] for cell in cells[:width]]
    return cut + [""] * (width - len(cut))
