"""Pure: what a file is, by its first bytes; everything that is neither CSV nor XLSX is named in a sentence."""

from __future__ import annotations

import codecs
import re

from contacts.importing.problem import ImportProblem

CSV, XLSX = "csv", "xlsx"
SAVE_AS = "Open it in your spreadsheet, choose Save As, CSV UTF-8 or Excel workbook (.xlsx), and upload that file."
# UTF-32 first: its little-endian mark begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file (.xls)."),
    (b"%PDF", "This is a PDF, which shows a list but does not hold one."),
    (b"\x89PNG", "This is a picture."),
    (b"\xff\xd8\xff", "This is a picture."),
    (b"GIF8", "This is a picture."),
    (b"II*\x00", "This is a picture."),
    (b"MM\x00*", "This is a picture."),
    (b"\x1f\x8b", "This is a compressed file (.gz). Unpack it first."),
    (b"7z\xbc\xaf", "This is a compressed file (.7z). Unpack it first."),
    (b"Rar!", "This is a compressed file (.rar). Unpack it first."),
    (b"BZh", "This is a compressed file (.bz2). Unpack it first."),
    (b"SQLite format 3", "This is a database, not a list."),
    (b"{\\rtf", "This is a text document (.rtf), not a list."),
    (b"\x7fELF", "This is a program, not a list."),
    (b"MZ\x90", "This is a program, not a list."),
)
_VCARD = re.compile(rb"\s*BEGIN:VCARD", re.IGNORECASE)
_MARKUP = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<meta|<\?xml|<workbook)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(\[\s*\{|\{\s*\")")


def read_kind(head: bytes) -> str:
    """Return CSV or XLSX by the first kilobytes of a file. Raises ImportProblem for everything else."""
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ImportProblem("This file is empty.")
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return XLSX
    for signature, sentence in _SIGNATURES:
        if head.startswith(signature):
            raise ImportProblem(f"{sentence} {SAVE_AS}")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise ImportProblem(f"This is a picture, a sound or a film. {SAVE_AS}")
    _refuse_text_that_is_no_list(head.removeprefix(codecs.BOM_UTF8))
    return CSV


def _refuse_text_that_is_no_list(head: bytes) -> None:
    if _VCARD.match(head):
        raise ImportProblem(
            "This is a file of contact cards (vCard). Export your contacts as CSV instead: in Google Contacts choose "
            "Export, Google CSV; in Outlook choose Export, Comma Separated Values."
        )
    if _MARKUP.match(head):
        raise ImportProblem(f"This is a web page that was saved under the name of a spreadsheet. {SAVE_AS}")
    if _JSON.match(head):
        raise ImportProblem("This file holds JSON, not a list of rows. Export it as CSV.")


def guess_encoding(head: bytes) -> str:
    """Return the encoding of a CSV file by its first kilobytes. Raises ImportProblem where it is no text."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd:
        # UTF-16 without a mark: every second byte of plain letters is zero, and hardly one of the others.
        usual = len(head) // 2 * 0.4
        if odd > usual and even < usual / 10:
            return "utf-16-le"
        if even > usual and odd < usual / 10:
            return "utf-16-be"
        raise ImportProblem("This is not a text file: it holds NUL bytes. Export it again as CSV.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        # Excel on Windows writes cp1252; guessing libraries take short files for anything.
        return "cp1252"
    return "utf-8"
