"""A CSV file as a stream of records: any size, any line ends, never more of it in memory than one record."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from contacts.importing.problem import ImportProblem

DELIMITERS = ",;\t|"
LONGEST_LINE = 1_000_000
LONGEST_CELL = 100_000
MOST_LINES_OF_A_RECORD = 500
MOST_COLUMNS = 300
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "iso-8859-1", "iso-8859-2", "mac-roman", "utf-16", "utf-16-le",
             "utf-16-be", "utf-32")  # fmt: skip
Record = tuple[int, list[str]]


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Rows that were pasted from elsewhere: what is no UTF-8 is read as Windows wrote it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("rekindle_cp1252", _read_as_cp1252)


@dataclass
class _Lines:
    """The lines of a text, one at a time, and where the record at hand began."""

    text: io.TextIOWrapper
    number: int = 0
    began: int = 0
    has_ended: bool = False
    given: int = field(default=0)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_LINE)
        if not line:
            self.has_ended = True
            raise StopIteration
        if self.given == 0:
            self.began = self.number + 1
        self.number += 1
        self.given += 1
        if "\x00" in line:
            raise ImportProblem(
                f"Line {self.number} holds NUL bytes, so this is not a text file. Export it again as CSV."
            )
        if len(line) >= LONGEST_LINE or self.given > MOST_LINES_OF_A_RECORD:
            raise _never_ends(self.began)
        return line


def _never_ends(line: int) -> ImportProblem:
    return ImportProblem(
        f"The row that begins in line {line} never ends: a quotation mark there is not closed, or a cell holds a whole "
        "document. Mend that line and upload the file again. Nothing was saved."
    )


def read_records(file: BinaryIO, *, encoding: str, delimiter: str) -> Iterator[Record]:
    """Yield (line in the file, cells) for every row that is not blank. Raises ImportProblem with the line."""
    errors = "rekindle_cp1252" if encoding in ("utf-8", "utf-8-sig") else "replace"
    # newline="": a line ends with \n, \r\n or the lone \r of old Macs, and stays as it is inside quotation marks.
    text = io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")
    lines = _Lines(text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        while True:
            lines.given = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _never_ends(lines.began) from error
            if lines.has_ended and lines.given:
                raise _never_ends(lines.began)
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise _too_wide(lines.began, len(cells))
            if any(map(str.strip, cells)):
                yield lines.began, cells
    except UnicodeError as error:
        raise ImportProblem(
            f"After line {lines.number} the file cannot be read as {encoding}. Choose another encoding, or save it as "
            "CSV UTF-8."
        ) from error
    finally:
        # The file stays its owner's: closing the wrapper would close it too.
        text.detach()


def _too_wide(line: int, width: int) -> ImportProblem:
    return ImportProblem(
        f"Line {line} has {width:,} columns; at most {MOST_COLUMNS} can be read. Leave out the columns you do not need."
    )


def guess_delimiter(text: str) -> str:
    """Take the delimiter that splits the first lines most evenly; sniffing libraries lie on short files."""
    lines = [line for line in text.splitlines()[:40] if line.strip()][:25]
    best, most = ",", 1.0
    for mark in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark)]
        except csv.Error:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else 1
        even = widths.count(usual) / max(len(widths), 1)
        # Title lines above the headings have one cell; a delimiter that splits half of the lines alike will do.
        if usual > 1 and even >= 0.4 and usual * even > most:
            best, most = mark, usual * even
    return best
