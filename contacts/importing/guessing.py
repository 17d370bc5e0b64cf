"""Pure: how a file is to be read, guessed from its first rows. Everything guessed is shown and can be changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contacts.importing import dates
from contacts.importing.fields import EMAILS, PHONES, count_known, guess_mapping, plain
from contacts.importing.phones import read_email, read_phone
from contacts.importing.problem import ImportProblem
from contacts.importing.texts import Record

# Rows of the file that are looked at for a guess, and how many of them the page shows.
HEAD_ROWS = 200
SHOWN_ROWS = 4
MOST_TITLE_ROWS = 15
LONGEST_SHOWN = 200
REGIONS = ("US", "CA", "GB", "IE", "DE", "AT", "CH", "FR", "ES", "IT", "NL", "AU", "NZ", "MX", "BR")
DATE_FIELDS = ("last_dealing_at", "consent_date", "email_consent_date")


@dataclass(frozen=True, slots=True)
class Head:
    """headings_at: index of the heading row among the records, -1 where there is none. records: what lies below it."""

    headings_at: int
    columns: list[str]
    records: list[Record]


def read_head(records: Sequence[Record], *, headings_at: int | None = None) -> Head:
    """Find the headings, below title lines and even where there are none. Raises ImportProblem."""
    if not records:
        raise ImportProblem("This file is empty.")
    place = _find_headings(records) if headings_at is None else headings_at
    if place >= len(records):
        raise ImportProblem("There are not so many rows in this file. Choose the row that holds the headings.")
    width = max(len(cells) for _, cells in records[max(place, 0) :])
    columns = _name_columns(records[place][1] if place >= 0 else [], width)
    below = list(records[place + 1 :])
    if not below:
        raise ImportProblem("This file has headings but no rows below them.")
    return Head(place, columns, below)


def _find_headings(records: Sequence[Record]) -> int:
    top = [cells for _, cells in records[:MOST_TITLE_ROWS]]
    known = [count_known(cells) for cells in top]
    if max(known) >= 2 or (max(known) == 1 and len(records[0][1]) == 1):
        return known.index(max(known))
    widths = Counter(sum(1 for cell in cells if cell.strip()) for _, cells in records[:HEAD_ROWS])
    usual = widths.most_common(1)[0][0]
    first = next((n for n, cells in enumerate(top) if sum(1 for cell in cells if cell.strip()) >= usual), 0)
    return first - 1 if _is_data(top[first]) and max(known) == 0 else first


def _is_data(cells: Sequence[str]) -> bool:
    """A row in which somebody's number or address stands is no row of headings."""
    return any(_is_phone(cell) or _is_email(cell) for cell in cells)


def _is_phone(cell: str) -> bool:
    text = cell.strip()
    return 7 <= sum(c.isdigit() for c in text) <= 15 and any(
        read_phone(text, region=region).e164 for region in ("US", "GB", "DE")
    )


def _is_email(cell: str) -> bool:
    return "@" in cell and read_email(cell.strip()).email is not None


def _name_columns(cells: Sequence[str], width: int) -> list[str]:
    """Return a name for every column: blank ones are numbered, and one that comes again is told apart."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for number in range(width):
        name = " ".join(cells[number].split())[:80] if number < len(cells) else ""
        name = name or f"Column {number + 1}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def guess_columns(head: Head) -> dict[str, int]:
    """Return {field: column} by the headings, and by what stands in the columns where the headings say nothing."""
    mapping = guess_mapping(head.columns)
    taken = set(mapping.values())
    for fields, is_one in ((PHONES[:1], _is_phone), (EMAILS[:1], _is_email)):
        if fields[0] in mapping:
            continue
        for index in range(len(head.columns)):
            cells = [cell for cell in column(head, index) if cell.strip()]
            if index not in taken and cells and sum(map(is_one, cells)) * 2 > len(cells):
                mapping[fields[0]] = index
                taken.add(index)
                break
    if head.headings_at < 0:
        _guess_names(head, mapping, taken)
    return mapping


def _guess_names(head: Head, mapping: dict[str, int], taken: set[int]) -> None:
    """Without headings the first columns of words are the name."""
    words = [
        index
        for index in range(len(head.columns))
        if index not in taken and all(re.fullmatch(r"[^\d@]*", cell) for cell in column(head, index))
    ][:2]
    if len(words) == 2 and all(" " not in cell.strip() for cell in column(head, words[0])):
        mapping["first_name"], mapping["last_name"] = words
    elif words:
        mapping["full_name"] = words[0]


def column(head: Head, index: int) -> list[str]:
    """Return the cells of one column in the rows that were looked at."""
    return [cells[index] if index < len(cells) else "" for _, cells in head.records[:HEAD_ROWS]]


def guess_date_order(head: Head, mapping: dict[str, int], *, region: str) -> tuple[str, bool]:
    """Return the order of day and month, and whether the file proves it."""
    named = [mapping[name] for name in DATE_FIELDS if name in mapping]
    named += [n for n, name in enumerate(head.columns) if "date" in plain(name).split() and n not in named]
    return dates.guess_order((cell for index in named for cell in column(head, index)), region=region)


def guess_region(head: Head, mapping: dict[str, int], *, home: str) -> str:
    """Return the country that numbers without a +code belong to: the business's, unless most exist elsewhere only."""
    cells = [cell.strip() for name in PHONES if name in mapping for cell in column(head, mapping[name])]
    bare = [cell for cell in cells if cell and not cell.startswith(("+", "00"))][:60]
    if not bare:
        return home

    def share(region: str) -> float:
        return sum(read_phone(cell, region=region).e164 is not None for cell in bare) / len(bare)

    if share(home) >= 0.5:
        return home
    best = max(REGIONS, key=share)
    return best if share(best) >= 0.7 else home


def cut(records: Sequence[Record]) -> list[list[str]]:
    """Return the first rows for the page, each cell no longer than can be shown."""
    return [[cell[:LONGEST_SHOWN] for cell in cells] for _, cells in records[:SHOWN_ROWS]]
