"""Pages of a business with a million contacts and five million messages: time at the server and queries.

.venv/bin/python -m bench.pages [--contacts 1000000] [--messages 5000000] [--rounds 40]
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from bench import crowd, setting

TARGET = 150.0


def p95(values: list[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return sorted(values)[min(len(values) - 1, round(0.95 * len(values)))]


def measure_page(client: Any, addresses: list[str], rounds: int) -> tuple[float, float, int]:
    """Return median and p95 in ms over all addresses, and the most queries one took."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    spent: list[float] = []
    most = 0
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        most = max(most, len(queries))
    for number in range(rounds):
        began = time.perf_counter()
        client.get(addresses[number % len(addresses)])
        spent.append((time.perf_counter() - began) * 1000)
    return sorted(spent)[len(spent) // 2], p95(spent), most


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    parser.add_argument("--messages", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    setting.start_django()
    with setting.scratch_database():
        began = time.perf_counter()
        business, client = crowd.make_crowd(contacts=asked.contacts, messages=asked.messages)
        made = time.perf_counter() - began
        people, talks = f"/b/{business.slug}/contacts/", f"/b/{business.slug}/conversations/"
        middle = crowd.some_contact(business)
        states = ("opted_out", "declined", "complaint")
        pages: list[tuple[str, list[str]]] = [
            ("contacts, first page", [people]),
            ("contacts, deep page", [f"{people}?before={middle}"]),
            ("contacts by tag, source, standing", [f"{people}?tag=tag7&source=source3", f"{people}?standing=customer"]),
            ("contacts, in contact this month", [f"{people}?activity=within-1"]),
            ("contacts, no contact for a year", [f"{people}?activity=quiet-12"]),
            (
                "contacts by negative state",
                [f"{people}?state={name}" for name in states],
            ),
            ("contacts that need you", [f"{people}?status=needs_you"]),
            ("search: common name prefix", [f"{people}?q=ma", f"{people}?q=An"]),
            ("search: rare name, two words", [f"{people}?q=Name77777", f"{people}?q=Ann+Name4242"]),
            ("search: nobody", [f"{people}?q=zzyzx"]),
            ("search: number, whole and last four", [f"{people}?q=%28212%29+200-1234", f"{people}?q=2001234"]),
            ("search: email", [f"{people}?q=person12345%40", f"{people}?q=person77@example.com"]),
            ("one contact", [f"{people}{middle}/"]),
            ("inbox, first page", [talks]),
            ("inbox, needs you", [f"{talks}?filter=needs_you"]),
            ("inbox: rare and common message words", [f"{talks}?q=w4711", f"{talks}?q=furnace+w12"]),
            ("campaigns", [f"/b/{business.slug}/campaigns/"]),
        ]
        table = []
        for name, addresses in pages:
            try:
                middle_ms, high, queries = measure_page(client, addresses, asked.rounds)
            except AssertionError as problem:
                table.append((name, "failed", str(problem)[:60], "", ""))
                continue
            met = "yes" if high < TARGET else "no"
            table.append((name, f"{middle_ms:.0f} ms", f"{high:.0f} ms", str(queries), met))
        title = f"{asked.contacts:,} contacts, {asked.messages:,} messages, made in {made:.0f} s; p95 < {TARGET:.0f} ms"
        setting.print_table(title, ("", "median", "p95", "queries", "met"), table)


if __name__ == "__main__":
    main()
