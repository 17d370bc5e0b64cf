"""Is the evidence whole? Recomputes every hash from what the rows say now and reports what does not fit."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from accounts.models import Business
from conversations.merkle import merkle_root
from conversations.models import Clearance, Seal, UnsealedClearance
from conversations.outbox.evidence import StampedRow, canonical, hash_content, salted_hash
from conversations.sealing import key_id, mac_of

# The sealer comes by every second; a minute without it is worth saying.
LATE_AFTER = timedelta(seconds=60)
CHUNK = 2000
# Moments are read as they are hashed, and JSON as text: a million rows would spend most of their time becoming values.
STAMP = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
WRITTEN = {"findings": "findings::text", **{name: STAMP.format(name) for name in ("decided_at", "until", "latest")}}
COLUMNS = ", ".join(WRITTEN.get(name, name) for name in StampedRow._fields)
# One array instead of two thousand placeholders, which psycopg would take apart one by one.
CLEARANCES = f"SELECT {COLUMNS}, content_hash FROM conversations_clearance WHERE business_id = %s AND id = ANY(%s)"
FINDINGS = StampedRow._fields.index("findings")
EVERY = "SELECT id FROM conversations_clearance WHERE business_id = %s"
DETAILS = """
SELECT clearance_id, detail_hash, salt, details::text, erased_at IS NOT NULL
FROM conversations_clearancedetail AS detail JOIN conversations_clearance AS c ON c.id = clearance_id
WHERE detail.business_id = %s ORDER BY clearance_id
"""
_decode = json.JSONDecoder().raw_decode


@dataclass
class Report:
    """What was looked at, and a sentence for everything that does not fit."""

    seals: int = 0
    clearances: int = 0
    erased: int = 0
    problems: list[str] = field(default_factory=list)
    late: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify_business(business: Business, *, now: datetime, known: tuple[int, str] | None = None) -> Report:
    """Check all seals and clearances of one business.

    known: number and mac of a seal kept elsewhere (a file, a daily summary); it must still be in the chain.
    """
    report = Report()
    previous, number, sealed = "", 0, set[int]()
    for seal in Seal.objects.for_business(business).order_by("number").iterator(chunk_size=50):
        _check_seal(seal, number + 1, previous, report)
        _check_leaves(seal, report)
        overlap = sealed.intersection(seal.clearance_ids)
        if overlap:
            report.problems.append(f"Seal {seal.number} repeats {len(overlap)} clearances of an earlier seal.")
        sealed.update(seal.clearance_ids)
        previous, number = seal.mac, seal.number
        report.seals += 1
    if known is not None:
        _check_known(business, known, report)
    _check_unsealed(business, sealed, report, now=now)
    _check_details(business, report)
    return report


def _check_seal(seal: Seal, expected: int, previous: str, report: Report) -> None:
    if seal.number != expected:
        report.problems.append(f"Seal {expected} is missing: the chain goes on with {seal.number}.")
    elif seal.previous != previous:
        report.problems.append(f"Seal {seal.number} does not follow the seal before it.")
    if seal.key_id != key_id(settings.EVIDENCE_KEY):
        report.problems.append(f"Seal {seal.number} was made with another EVIDENCE_KEY and cannot be checked.")
    elif not hmac.compare_digest(seal.mac, mac_of(seal, key=settings.EVIDENCE_KEY)):
        report.problems.append(f"Seal {seal.number} has been changed.")


def _check_leaves(seal: Seal, report: Report) -> None:
    leaves: dict[int, str] = {}
    for *content, kept in _read_clearances(seal):
        content[FINDINGS] = _canonical_findings(content[FINDINGS])
        pk = content[0]
        leaves[pk] = hash_content(StampedRow._make(content))
        if leaves[pk] != kept:
            report.problems.append(f"Clearance {pk} has been changed.")
    report.clearances += len(leaves)
    missing = [pk for pk in seal.clearance_ids if pk not in leaves]
    if missing:
        report.problems.append(f"Seal {seal.number} names {len(missing)} clearances that are gone, first {missing[0]}.")
    elif merkle_root([leaves[pk] for pk in seal.clearance_ids]) != seal.merkle_root:
        report.problems.append(f"Seal {seal.number} does not fit its clearances.")


Rows = list[tuple[Any, ...]]


def _read_clearances(seal: Seal) -> Iterator[tuple[Any, ...]]:
    ids = seal.clearance_ids
    with connection.cursor() as cursor:

        def chunks() -> Iterator[Rows]:
            for start in range(0, len(ids), CHUNK):
                cursor.execute(CLEARANCES, [seal.business_id, ids[start : start + CHUNK]])
                yield cursor.fetchall()

        yield from _ahead(chunks())


def _stream(statement: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    """Read from a cursor at the server: neither side holds more than two chunks, whatever there is."""
    # In a transaction, for outside of one the server would first put the whole answer aside.
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        yield from _ahead(iter(lambda: cursor.fetchmany(CHUNK), []))


def _ahead(chunks: Iterator[Rows]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `chunks`, of which the next is fetched while this one is checked: the server waits for nobody.

    While it runs, only its thread touches the cursor and nobody else the connection.
    """
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, chunks, None)
        while (rows := coming.result()) is not None:
            coming = other.submit(next, chunks, None)
            yield from rows


@lru_cache(maxsize=4096)
def _canonical_findings(text: str) -> str:
    """Return the findings' JSON in the form that is hashed. Rules and codes repeat; few texts differ."""
    return canonical(_decode(text)[0])


def _check_known(business: Business, known: tuple[int, str], report: Report) -> None:
    number, mac = known
    found = Seal.objects.for_business(business).filter(number=number).first()
    if found is None:
        report.problems.append(f"The seal you kept, number {number}, is no longer there: the chain has been cut.")
    elif not hmac.compare_digest(found.mac, mac):
        report.problems.append(f"Seal {number} is not the one you kept.")


def _check_unsealed(business: Business, sealed: set[int], report: Report, *, now: datetime) -> None:
    loose = [pk for (pk,) in _stream(EVERY, business.pk) if pk not in sealed]
    waiting = Exists(UnsealedClearance.objects.filter(clearance=OuterRef("pk")))
    for start in range(0, len(loose), CHUNK):
        rows = Clearance.objects.for_business(business).filter(pk__in=loose[start : start + CHUNK])
        for pk, waits, decided_at in rows.annotate(waits=waiting).values_list("pk", "waits", "decided_at"):
            if not waits:
                report.problems.append(f"Clearance {pk} is in no seal and does not wait for one.")
            elif now - decided_at > LATE_AFTER:
                report.late += 1


def _check_details(business: Business, report: Report) -> None:
    bare = Clearance.objects.for_business(business).filter(detail=None).values_list("pk", flat=True)
    for pk in bare.iterator(chunk_size=CHUNK):
        report.problems.append(f"The details of clearance {pk} are gone without a word of who erased them.")
    for pk, detail_hash, salt, text, is_erased in _stream(DETAILS, business.pk):
        if is_erased:
            report.erased += 1
        elif salted_hash(salt, canonical(_decode(text)[0])) != detail_hash:
            report.problems.append(f"The details of clearance {pk} have been changed.")
