"""An import from file to contacts (read, check, commit) against django-import-export and bare COPY."""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from bench import setting

HEAD = ("First name", "Last name", "Mobile phone", "Email", "City", "State", "ZIP", "Last visit", "Tags",
        "Consent date", "Consent source", "Consent wording")  # fmt: skip
AREAS = ("212", "303", "305", "312", "404", "512", "602", "720", "813", "917")
MALFORMED, DOUBLED = 0.02, 0.03
NAMES = ("Ann", "Ben", "Cara", "Dan", "Eve", "Finn", "Gail", "Hugo", "Iris", "Jack", "Kim", "Leo", "Mia", "Ned")
TOWNS = (("Albany", "NY", "12207"), ("Austin", "TX", "73301"), ("Denver", "CO", "80202"), ("Tampa", "FL", "33602"))
WORDING = "Yes, send me offers by text. Not a condition of purchase. Reply STOP to stop."
# The slow baseline gets the first rows only: its rate does not rise with more of them.
SUBSET = 2_000


def make_rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield the people of a local business: a few area codes, all exchanges. Nothing is ever sent to them."""
    rng = random.Random(7)
    previous: list[tuple[str, ...]] = []
    for number in range(count):
        if previous and rng.random() < DOUBLED:
            yield rng.choice(previous)
            continue
        city, state, postcode = rng.choice(TOWNS)
        phone = f"({rng.choice(AREAS)}) {rng.randint(200, 999)}-{number % 10_000:04d}"
        bad = rng.random() < MALFORMED
        row = (
            rng.choice(NAMES), f"Sample{number}", "555-12" if bad else phone,
            "" if bad else f"person{number}@example.com", city, state, postcode,
            f"{rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/{rng.randint(2021, 2025)}", rng.choice(("", "vip")),
            f"{rng.randint(2021, 2025)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}", "website form", WORDING,
        )  # fmt: skip
        if len(previous) < 5_000:
            previous.append(row)
        yield row


def write_csv(file: Any, rows: Iterator[tuple[str, ...]]) -> None:
    writer = csv.writer(file)
    writer.writerow(HEAD)
    writer.writerows(rows)


def run_ours(business: Any, file: BinaryIO) -> tuple[dict[str, float], dict[str, int]]:
    """Upload, check and commit as the worker does; return seconds by phase and the counts."""
    from contacts import importing  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    member = factories.make_member(business, email=f"owner{time.time_ns()}@example.com")
    spent: dict[str, float] = {}
    began = time.perf_counter()
    batch = importing.upload_file(business, member=member, name="people.csv", data=file, now=setting.NOW)
    spent["upload"] = time.perf_counter() - began
    began = time.perf_counter()
    batch = importing.map_columns(batch, mapping=batch.mapping, mode="both", defaults={})
    batch = importing.check_import(batch, now=setting.NOW)
    spent["check"] = time.perf_counter() - began
    assert batch.status == "checked", batch.problem
    began = time.perf_counter()
    batch = importing.confirm_import(batch, member=member, attests=True, now=setting.NOW)
    batch = importing.write_import(batch, now=setting.NOW)
    spent["commit"] = time.perf_counter() - began
    assert batch.status == "done", batch.problem
    return spent, batch.counts


def run_copy(table: str, file: BinaryIO) -> float:
    """Parse each number with phonenumbers, COPY into a staging table, drop what is no number or comes twice."""
    import phonenumbers  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    file.seek(0)
    began = time.perf_counter()
    rows = csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} (phone text PRIMARY KEY, {', '.join(f'c{n} text' for n in range(12))})")
        cursor.execute(f"CREATE TEMP TABLE stage_{table} (LIKE {table} INCLUDING DEFAULTS)")
        cursor.execute(f"ALTER TABLE stage_{table} ALTER phone DROP NOT NULL")
        with cursor.copy(f"COPY stage_{table} FROM STDIN") as copy:
            for cells in rows:
                phone = None
                try:
                    number = phonenumbers.parse(cells[2], "US")
                    if phonenumbers.is_valid_number(number):
                        phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                except phonenumbers.NumberParseException:
                    pass
                copy.write_row((phone, *cells))
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM stage_{table} WHERE phone IS NOT NULL ON CONFLICT DO NOTHING"
        )
        cursor.execute(f"DROP TABLE {table}; DROP TABLE stage_{table}")
    return time.perf_counter() - began


def run_peer(business: Any, text: str) -> float:
    """django-import-export as it comes: one resource for the contact, keyed by its own number, rows one by one."""
    import tablib  # noqa: PLC0415
    from import_export import resources  # noqa: PLC0415

    from contacts.models import Contact  # noqa: PLC0415

    class ContactResource(resources.ModelResource):
        class Meta:
            model = Contact
            import_id_fields = ("external_id",)
            fields = ("external_id", "first_name", "last_name", "city", "state", "postcode", "business")

        def get_queryset(self) -> Any:
            return Contact.across_businesses.filter(business=business)

    names = {"First name": "first_name", "Last name": "last_name", "City": "city", "State": "state",
             "ZIP": "postcode", "Email": "external_id"}  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(text)))
    data = tablib.Dataset(headers=[*names.values(), "business"])
    for row in rows:
        data.append([*(row[name] for name in names), business.pk])
    began = time.perf_counter()
    result = ContactResource().import_data(data, raise_errors=False)
    spent = time.perf_counter() - began
    assert not result.has_errors(), result.row_errors()[:1]
    return spent


def measure(rows: int) -> None:
    """Run the three in turn on the same file and print medians and ratios."""
    from tests import factories  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, setting.scratch_database():
        path = Path(folder) / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, make_rows(rows))
        head = "".join(path.read_text("utf-8").splitlines(keepends=True)[: SUBSET + 1])
        phases: list[dict[str, float]] = []
        found: list[dict[str, int]] = []

        def ours() -> float:
            with path.open("rb") as file:
                spent, counts = run_ours(factories.make_business(f"ours-{time.time_ns()}"), file)
            phases.append(spent)
            found.append(counts)
            return rows / sum(spent.values())

        def copy() -> float:
            with path.open("rb") as file:
                return rows / run_copy(f"bare_{time.time_ns()}", file)

        def peer() -> float:
            return SUBSET / run_peer(factories.make_business(f"peer-{time.time_ns()}"), head)

        mine, bare, default = setting.alternate(setting.ROUNDS, ours, copy, peer)
        setting.print_table(
            f"Import of {rows:,} rows, {MALFORMED:.0%} malformed, {DOUBLED:.0%} doubled; rows a second",
            ("", "rows/s", "Rekindle is", "target"),
            [
                ("Rekindle: upload, check, commit, consents, history", f"{mine:,.0f}", "", ""),
                (f"django-import-export, {SUBSET:,} rows", f"{default:,.0f}", f"{mine / default:.1f} x", ">= 20"),
                ("COPY with phonenumbers", f"{bare:,.0f}", f"{mine / bare:.2f} x", ">= 0.5"),
            ],
        )  # fmt: skip
        middle = sorted(phases, key=lambda spent: sum(spent.values()))[len(phases) // 2]
        setting.print_table(
            "Where the time goes", ("phase", "s"), [(name, f"{spent:.1f}") for name, spent in middle.items()]
        )
        setting.print_table("What came out", ("", "rows"), sorted(found[-1].items()))


def measure_memory(rows: int) -> None:
    """Run one import in this process and print the most memory that it ever held."""
    from tests import factories  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, setting.scratch_database():
        path = Path(folder) / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write_csv(file, make_rows(rows))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with path.open("rb") as file:
            spent, counts = run_ours(factories.make_business("ours"), file)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        setting.print_table(
            f"One import of {rows:,} rows ({path.stat().st_size / 2**20:,.0f} MB) in one process",
            ("", "", "target"),
            [
                ("rows a second", f"{rows / sum(spent.values()):,.0f}", ""),
                *((f"seconds, {name}", f"{value:.0f}", "") for name, value in spent.items()),
                ("resident before, MB", f"{before:.0f}", ""),
                ("most resident, MB", f"{peak:.0f}", "< 300"),
                ("written", f"{counts.get('written_new', 0):,}", ""),
            ],
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--memory", action="store_true", help="one import, and the most memory it held")
    chosen = parser.parse_args(arguments)
    setting.start_django()
    if chosen.memory:
        measure_memory(chosen.rows)
    elif chosen.rows > 200_000:
        # In a process of its own, so that nothing but the import is counted.
        command = [sys.executable, "-m", "bench.imports", "--memory", "--rows", str(chosen.rows)]
        subprocess.run(command, check=True)
    else:
        measure(chosen.rows)


if __name__ == "__main__":
    main()
