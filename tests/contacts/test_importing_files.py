"""Whatever is uploaded: one clear sentence, and nothing half-done."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from contacts.importing import ImportProblem, change_format, check_import, map_columns, upload_file
from contacts.models import Contact, ImportBatch, ImportFilePart
from tests.cast import Cast
from tests.factories import NOW

PERSON = "Ann Lee,2125550134"


def upload(cast: Cast, data: bytes, **given: Any) -> ImportBatch:
    return upload_file(cast.business, member=cast.owner, name="list.csv", data=data, now=NOW, **given)


def check(cast: Cast, data: bytes, **given: Any) -> ImportBatch:
    batch = upload(cast, data, **given)
    batch = map_columns(batch, mapping=batch.mapping, mode="both", defaults={})
    return check_import(batch, now=NOW)


def make_workbook(*rows: tuple[Any, ...], title: str = "Clients") -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def repack(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part put in or exchanged."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"Name,Phone\n", "no rows"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0 jfif", "picture"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", "vCard"),
        (b"<html><table><tr><td>Ann</td></tr></table></html>", "web page"),
        (b"<?xml version='1.0'?><Workbook></Workbook>", "web page"),
        (b'[{"name": "Ann"}]', "JSON"),
        (b"name,phone\nA\x00B,1\n", "NUL"),
        (bytes(range(256)) * 40, "NUL"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1,2\n", "10,000 columns"),
        (b'Name,Phone\n"Ann,2125550134\nBen,2125550135\n', "never ends"),
        (b"Name,Phone\nAnn," + b"x" * 5_000_000 + b"\n", "never ends"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_one_sentence(cast: Cast, data: bytes, sentence: str) -> None:
    with pytest.raises(ImportProblem, match=sentence):
        upload(cast, data)
    assert not ImportBatch.objects.for_business(cast.business).exists()
    assert not ImportFilePart.objects.for_business(cast.business).exists()


def test_a_file_above_the_limit_is_refused_before_it_is_read(cast: Cast, settings: Any) -> None:
    settings.IMPORT_MOST_BYTES = 2 * 2**20
    with pytest.raises(ImportProblem, match="larger than 2 MB"):
        upload(cast, b"Name,Phone\n" + b"Ann,2125550134\n" * 200_000)


def test_more_rows_than_allowed_end_the_check_and_nothing_is_written(cast: Cast, settings: Any) -> None:
    settings.IMPORT_MOST_ROWS = 3
    batch = check(cast, b"Name,Phone\n" + b"Ann,2125550134\n" * 5)
    assert (batch.status, "more than 3 rows" in batch.problem) == ("failed", True)


@pytest.mark.parametrize("late", [b'"Zoe,2125550135\n' + b"x,y\n" * 900, b"Zoe\x00,1\n", b"Zoe," + b"y" * 2_000_000])
def test_what_is_wrong_far_down_ends_the_check_with_its_line(cast: Cast, late: bytes) -> None:
    batch = check(cast, b"Name,Phone\n" + b"Ann Lee,2125550134\n" * 20_000 + late)
    assert batch.status == "failed"
    assert "20002" in batch.problem
    assert not Contact.objects.for_business(cast.business).filter(first_name="Ann").exists()


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_line_ends_and_encodings_are_told_by_themselves(cast: Cast, ends: str, encoding: str) -> None:
    rows = ["Name,Phone", "Zoë Peña,2125550134", "José Ruiz,2125550135"]
    batch = check(cast, ends.join([*rows, ""]).encode(encoding))
    assert [row.said["first_name"] for row in batch.rows.order_by("line")] == ["Zoë", "José"]


def test_rows_in_another_encoding_than_the_rest_are_read_as_well(cast: Cast) -> None:
    batch = check(cast, "Name,Phone\nZoë Lee,2125550134\n".encode() + "José Ruiz,2125550135\n".encode("cp1252"))
    batch = check_import(change_and_map(batch, {"encoding": "utf-8"}), now=NOW)
    assert [row.said["first_name"] for row in batch.rows.order_by("line")] == ["Zoë", "José"]


def change_and_map(batch: ImportBatch, changes: dict[str, Any]) -> ImportBatch:
    batch = change_format(batch, changes=changes)
    return map_columns(batch, mapping=batch.mapping, mode="both", defaults={})


def test_one_column_of_numbers_is_a_list(cast: Cast) -> None:
    batch = check(cast, b"2125550134\n2125550135\n")
    assert (batch.format["headings_at"], batch.counts["new"]) == (-1, 2)


def test_one_column_of_names_asks_for_an_address(cast: Cast) -> None:
    batch = upload(cast, b"Name\nAnn Lee\n")
    with pytest.raises(ImportProblem, match="Choose the column"):
        map_columns(batch, mapping=batch.mapping, mode="both", defaults={})


def test_title_lines_above_the_headings_are_passed_over(cast: Cast) -> None:
    batch = check(cast, f"Customers of Harbor\nPrinted 1 May\n\nName,Phone\n{PERSON}\n".encode())
    assert batch.columns == ["Name", "Phone"]
    assert batch.rows.get().line == 5


def test_headings_that_come_twice_are_told_apart(cast: Cast) -> None:
    batch = upload(cast, b"Name,Phone,Phone\nAnn Lee,2125550134,2125550135\n")
    assert batch.columns == ["Name", "Phone", "Phone (2)"]


def test_formulas_stay_text_in_a_csv(cast: Cast) -> None:
    batch = check(cast, b"Name,Phone\n=cmd|'/c calc'!A1,2125550134\n")
    assert batch.rows.get().outcome == "new"


def test_a_workbook_is_read_with_numbers_and_dates_as_they_look(cast: Cast) -> None:
    data = make_workbook(("Name", "Phone", "Last visit"), ("Ann Lee", 2125550134.0, NOW.replace(tzinfo=None, day=3)))
    row = check(cast, data).rows.get()
    assert row.cells[1] == "2125550134"
    assert row.said["last_dealing_at"].startswith("2026-11-03")


def test_another_sheet_can_be_chosen(cast: Cast) -> None:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(("Read me",))
    book.active.append(("nothing here",))
    book.create_sheet("People").append(("Name", "Phone"))
    book["People"].append(("Ann Lee", "2125550134"))
    book.save(out)
    batch = change_format(upload(cast, out.getvalue()), changes={"sheet": "People"})
    assert batch.columns == ["Name", "Phone"]


@pytest.mark.parametrize(
    ("part", "content", "sentence"),
    [
        ("xl/media/zeros.bin", b"\0" * 30_000_000, "unpack to far more"),
        ("xl/styles.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaa">]><styleSheet/>', "DOCTYPE"),
        ("xl/workbook.xml", b"<broken", "damaged"),
    ],
)
def test_a_workbook_that_means_harm_is_refused(cast: Cast, part: str, content: bytes, sentence: str) -> None:
    data = repack(make_workbook(("Name", "Phone"), ("Ann", "2125550134")), part, content)
    with pytest.raises(ImportProblem, match=sentence):
        upload(cast, data)


def test_a_packed_file_that_is_no_workbook_says_so(cast: Cast) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("list.csv", "Name,Phone\n")
    with pytest.raises(ImportProblem, match="no Excel workbook"):
        upload(cast, out.getvalue())
