"""What every bench stands on: a scratch database, people to write to, a carrier in a process of its own, a table."""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

# A Tuesday at noon in New York: inside every window.
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ROUNDS = 3
_numbers = itertools.count()


def start_django() -> None:
    """Set Django up for a database of the bench's own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["TEST_DB"] = "bench"
    import django  # noqa: PLC0415

    django.setup()
    import logging  # noqa: PLC0415

    logging.disable(logging.WARNING)


@contextlib.contextmanager
def scratch_database() -> Iterator[str]:
    """Make an empty database, and drop it in the end. Yields its name."""
    from django.db import connections  # noqa: PLC0415

    from config import embedded, env  # noqa: PLC0415

    started = False
    connection = connections["default"]
    if not env.load().DATABASE_URL:
        started = embedded.start("test")
        made = embedded.connection("test", "owner")
        made.pop("NAME", None)
        connection.settings_dict.update(made)
    old = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(old, verbosity=0)
        if started:
            embedded.stop("test")


@contextlib.contextmanager
def carrier_process(*, latency_ms: int = 50, callbacks: bool = False) -> Iterator[Any]:
    """Run a sandbox carrier in a process of its own; yields its control."""
    from django.conf import settings  # noqa: PLC0415

    from conversations.channels.sandbox.client import CarrierControl  # noqa: PLC0415

    code = (
        "import sys\nfrom conversations.channels.sandbox.testing import run_carrier\n"
        "with run_carrier(control_token='bench') as carrier:\n"
        "    print(carrier.base_url, flush=True)\n    sys.stdin.read()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    control = CarrierControl(process.stdout.readline().strip(), "bench")
    settings.SANDBOX_CARRIER_URL = control.base_url
    control.pace(latency_ms=latency_ms)
    if not callbacks:
        control.fail("lose_callbacks", times=None)
    try:
        yield control
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def fictional_phone(number: int) -> str:
    """Return the n-th number reserved for fiction (area code, 555-0100 to 0199) in the Eastern zone."""
    from contacts.area_codes import AREA_CODES  # noqa: PLC0415

    areas = sorted(
        code for code, (land, _, zones) in AREA_CODES.items() if land == "US" and zones == ("America/New_York",)
    )
    return f"+1{areas[number // 100 % len(areas)]}55501{number % 100:02d}"


def make_people(business: Any, count: int) -> list[Any]:
    """Make contacts with one phone and express written consent each; numbers are reserved for fiction."""
    from contacts.consent import ConsentDraft, hash_address, record_consents  # noqa: PLC0415
    from contacts.models import Contact, ContactPoint  # noqa: PLC0415

    contacts = Contact.objects.bulk_create(
        Contact(business=business, first_name="Ann", state="NY", country="US", zone="America/New_York",
                last_dealing_at=NOW - timedelta(days=400))
        for _ in range(count)
    )  # fmt: skip
    points = []
    for contact in contacts:
        address = fictional_phone(next(_numbers))
        points.append(
            ContactPoint(business=business, contact=contact, kind="phone", address=address, is_primary=True,
                         address_hash=hash_address("phone", address))
        )  # fmt: skip
    ContactPoint.objects.bulk_create(points, batch_size=2000)
    record_consents(
        business,
        [
            ConsentDraft(kind_of_address="phone", address=point.address, action="granted",
                         kind="express_written", source="web form", obtained_at=NOW - timedelta(days=365),
                         contact_id=point.contact_id, facts={"wording": "Yes, text me."})
            for point in points
        ],
        now=NOW,
    )  # fmt: skip
    return contacts


def alternate(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """Run the measures in turn, so often, and return the median of each."""
    found: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for results, measure in zip(found, measures, strict=True):
            results.append(measure())
    return [median(results) for results in found]


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a plain table."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    sys.stdout.write(f"\n{title}\n")
    for line in lines:
        sys.stdout.write("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + "\n")
    sys.stdout.flush()
