"""What is hashed is one JSON text, however it is put together."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from conversations.outbox.evidence import ClearanceRow, canonical, content_hash
from conversations.verifying import STAMP

WORDS = st.text(max_size=20)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(ZoneInfo("America/New_York")))
ROWS = st.builds(
    ClearanceRow, st.integers(), st.integers(), st.integers(), WORDS, WORDS, WORDS, WORDS,
    st.lists(WORDS).map(canonical), MOMENTS, st.none() | MOMENTS, st.none() | MOMENTS, WORDS, WORDS,
)  # fmt: skip


def stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


@given(ROWS)
def test_a_clearance_is_hashed_as_canonical_json(row: ClearanceRow) -> None:
    said = {
        "business": row.business_id, "message": row.message_id, "stage": row.stage, "verdict": row.verdict,
        "purpose": row.purpose, "rules_version": row.rules_version, "findings": "HERE", "detail_hash": row.detail_hash,
        "decided_at": stamp(row.decided_at), "until": stamp(row.until), "latest": stamp(row.latest),
    }  # fmt: skip
    text = canonical(said).replace('"findings":"HERE"', f'"findings":{row.findings}')
    assert content_hash(row) == hashlib.sha256(text.encode()).hexdigest()


def test_the_database_writes_moments_as_they_are_hashed(cast: object) -> None:
    moments = [datetime(2026, 3, 8, 6, 59, 59, 7, UTC) + timedelta(days=97, microseconds=n * 41_017) for n in range(40)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STAMP.format('at')} FROM unnest(%s::timestamptz[]) AS at", [moments])
        assert [row[0] for row in cursor.fetchall()] == [stamp(moment) for moment in moments]
