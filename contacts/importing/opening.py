"""The kept file of an import as a stream of records, read as its format says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from django.conf import settings

from contacts.importing.guessing import HEAD_ROWS
from contacts.importing.kinds import XLSX, guess_encoding, read_kind
from contacts.importing.parts import open_parts
from contacts.importing.problem import ImportProblem
from contacts.importing.sheets import list_sheets, open_workbook, read_sheet
from contacts.importing.texts import ENCODINGS, Record, guess_delimiter, read_records
from contacts.models import ImportBatch

HEAD_BYTES = 256 * 1024


def guess_format(file: BinaryIO) -> dict[str, Any]:
    """Return how a file is to be read, by its first kilobytes. Raises ImportProblem."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    kind = read_kind(head)
    if kind == XLSX:
        file.seek(0)
        sheets = list_sheets(open_workbook(file))
        if not sheets:
            raise ImportProblem("This workbook has no sheet with cells.")
        return {"kind": kind, "sheet": sheets[0], "sheets": sheets}
    encoding = guess_encoding(head)
    text = head.decode(encoding, errors="ignore")
    return {"kind": kind, "encoding": encoding, "delimiter": guess_delimiter(text)}


def read_file(file: BinaryIO, form: dict[str, Any]) -> Iterator[Record]:
    """Yield every record of a file, headings and title lines included. Raises ImportProblem."""
    file.seek(0)
    if form["kind"] == XLSX:
        book = open_workbook(file)
        sheet = form["sheet"] if form["sheet"] in book.sheetnames else book.sheetnames[0]
        return read_sheet(book, sheet)
    encoding = form["encoding"] if form["encoding"] in ENCODINGS else "utf-8"
    return read_records(file, encoding=encoding, delimiter=form["delimiter"])


def read_first(file: BinaryIO, form: dict[str, Any]) -> list[Record]:
    """Return the first records, for guessing and for the page. Raises ImportProblem."""
    return list(islice(read_file(file, form), HEAD_ROWS))


def read_rows(batch: ImportBatch, *, after_line: int) -> Iterator[Record]:
    """Yield the rows below the headings that lie behind a line of the file. Raises ImportProblem."""
    records = read_file(open_parts(batch), batch.format)
    first = batch.format.get("headings_at", 0) + 1
    for number, record in enumerate(islice(records, first, None), start=1):
        if number > settings.IMPORT_MOST_ROWS:
            raise ImportProblem(
                f"This file has more than {settings.IMPORT_MOST_ROWS:,} rows. Split it and import the parts one after "
                "the other."
            )
        if record[0] > after_line:
            yield record
