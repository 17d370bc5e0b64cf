"""The only writer of ConsentRecord and Suppression. Callers hold a transaction; nothing here calls another app."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from accounts.models import Business, Member
from accounts.work import record
from contacts import events
from contacts.models import ConsentDetail, ConsentRecord, Suppression, SuppressionLift

# Reasons that a START by text may end (ruling 8): the contact's own word against the contact's own word.
LIFTED_BY_START = frozenset(
    {Suppression.Reason.TEXT_OPT_OUT, Suppression.Reason.OWN_WORDS, Suppression.Reason.SUSPECTED,
     Suppression.Reason.CARRIER}
)  # fmt: skip


class CannotLift(Exception):
    """This suppression cannot be ended that way; the text says why in a sentence for people."""


def hash_address(kind: str, address: str) -> str:
    """Return the keyed hash (hex) under which an address is suppressed, locked and counted.

    kind: phone or email; address: E.164, or an email address (compared in lower case).
    """
    text = f"{kind}:{address.strip().lower()}"
    return hmac.digest(settings.SUPPRESSION_KEY, text.encode(), "sha256").hex()


def lock_address(address_hash: str) -> None:
    """Take the one lock of an address until the transaction ends: hand-over, caps, opt-out and START are serial."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(address_hash)])


def lock_key(address_hash: str) -> int:
    """Return the key of an address's advisory lock, for statements that take it together with something else."""
    return int.from_bytes(bytes.fromhex(address_hash)[:8], "big", signed=True)


@dataclass(frozen=True, kw_only=True)
class ConsentDraft:
    """What is to be recorded for one address.

    `facts`: wording, url, ip, file, row, message, attested_by, attestation.
    """

    kind_of_address: str
    address: str
    action: str
    kind: str
    scope: str = ConsentRecord.Scope.MARKETING
    source: str = ""
    obtained_at: datetime | None = None
    expires_at: datetime | None = None
    contact_id: int | None = None
    attested: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


# One text for the same facts, whoever writes it: the seal of a detail is taken over it.
canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def _seal_detail(salt: str, facts: dict[str, Any]) -> str:
    return hashlib.sha256(f"{salt}{canonical(facts)}".encode()).hexdigest()


def record_consents(business: Business, drafts: Sequence[ConsentDraft], *, now: datetime) -> list[ConsentRecord]:
    """Append one ConsentRecord with its erasable detail per draft; return the records in the same order."""
    salts = [secrets.token_hex(16) for _ in drafts]
    facts = [{**draft.facts, "address": draft.address} for draft in drafts]
    records = ConsentRecord.objects.bulk_create(
        [
            ConsentRecord(
                business=business,
                kind_of_address=draft.kind_of_address,
                address_hash=hash_address(draft.kind_of_address, draft.address),
                action=draft.action,
                kind=draft.kind,
                scope=draft.scope,
                source=draft.source[:80],
                has_wording=bool(draft.facts.get("wording")),
                attested=draft.attested,
                obtained_at=draft.obtained_at,
                expires_at=draft.expires_at,
                recorded_at=now,
                detail_hash=_seal_detail(salt, fact),
            )
            for draft, salt, fact in zip(drafts, salts, facts, strict=True)
        ]
    )
    ConsentDetail.objects.bulk_create(
        [
            ConsentDetail(business=business, record=row, contact_id=draft.contact_id, salt=salt, facts=fact)
            for row, draft, salt, fact in zip(records, drafts, salts, facts, strict=True)
        ]
    )
    return records


RECORD_COLUMNS = ("id", "business_id", "kind_of_address", "address_hash", "action", "kind", "scope", "source",
                  "has_wording", "attested", "obtained_at", "expires_at", "recorded_at", "detail_hash")  # fmt: skip
DETAIL_COLUMNS = ("business_id", "record_id", "contact_id", "salt", "facts", "erased_by", "erased_why")


def record_consents_in_bulk(business: Business, drafts: Sequence[ConsentDraft], *, now: datetime) -> list[int]:
    """Append what `record_consents` appends, by COPY; return the ids of the records in the same order."""
    if not drafts:
        return []
    with connection.cursor() as cursor:
        ids = _next_ids(cursor, "contacts_consentrecord", len(drafts))
        records, details = [], []
        for record_id, draft in zip(ids, drafts, strict=True):
            salt, facts = secrets.token_hex(16), {**draft.facts, "address": draft.address}
            sealed = canonical(facts)
            address_hash = hash_address(draft.kind_of_address, draft.address)
            records.append(
                (record_id, business.pk, draft.kind_of_address, address_hash, draft.action, draft.kind, draft.scope,
                 draft.source[:80], bool(draft.facts.get("wording")), draft.attested, draft.obtained_at,
                 draft.expires_at, now, hashlib.sha256(f"{salt}{sealed}".encode()).hexdigest())
            )  # fmt: skip
            details.append((business.pk, record_id, draft.contact_id, salt, sealed, "", ""))
        copy_rows(cursor, "contacts_consentrecord", RECORD_COLUMNS, records)
        copy_rows(cursor, "contacts_consentdetail", DETAIL_COLUMNS, details)
    return ids


def copy_rows(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows by COPY; tables and columns are names from code."""
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _next_ids(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
    return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, kw_only=True)
class StopFacts:
    """Who asked to stop, and how it was said; kept in the erasable detail."""

    contact_id: int | None = None
    by_member: Member | None = None
    words: str = ""
    message: str = ""
    note: str = ""


def suppress(
    business: Business,
    *,
    kind_of_address: str,
    address: str,
    reason: str,
    facts: StopFacts,
    now: datetime,
    all_channels: bool = False,
    active: Sequence[Suppression] | None = None,
) -> tuple[Suppression, bool]:
    """Suppress an address and cancel what waits for it, in the caller's transaction.

    active: the `active_suppressions` of the address, from a caller who holds its lock and has looked already.
    Returns the active suppression with this reason and whether it is new: saying it twice makes one row. Tells
    `suppressed` (the same transaction) and records AddressSuppressed (afterwards).
    """
    address_hash = hash_address(kind_of_address, address)
    if active is None:
        lock_address(address_hash)
    found = active_suppressions(business, [address_hash]) if active is None else active
    existing = max((row for row in found if row.reason == reason), key=lambda row: row.all_channels, default=None)
    if existing is not None and (existing.all_channels or not all_channels):
        _tell(business, existing, now=now)
        return existing, False
    row = Suppression(
        business=business,
        kind_of_address=kind_of_address,
        address_hash=address_hash,
        reason=reason,
        all_channels=all_channels,
        by_member=facts.by_member,
        created_at=now,
    )
    _store(row, contact_id=facts.contact_id, said=_said(address, facts))
    _tell(business, row, now=now)
    record(
        events.AddressSuppressed(
            business_id=business.pk,
            suppression_id=row.pk,
            reason=reason,
            contact_id=facts.contact_id or 0,
        ),
        now=now,
    )
    return row, existing is None


@dataclass(frozen=True, kw_only=True)
class StopDraft:
    """One address that a list says must not be written to. contact_id: whose, where known."""

    kind_of_address: str
    address: str
    reason: str
    contact_id: int | None = None


# An address takes one lock, and PostgreSQL has some thousands for all transactions together.
MOST_STOPS_AT_ONCE = 1_500
# Looked up address by address: without statistics of a new business a planner would rather read all that it has.
ACTIVE = """
SELECT a.address_hash, s.reason FROM unnest(%s::bigint[], %s::text[]) AS a(business_id, address_hash)
CROSS JOIN LATERAL (
    SELECT s.id, s.reason FROM contacts_suppression s
    WHERE s.business_id = a.business_id AND s.address_hash = a.address_hash OFFSET 0
) s
WHERE NOT EXISTS (SELECT 1 FROM contacts_suppressionlift l WHERE l.suppression_id = s.id)
"""
HAVE_A_CONTACT = """
SELECT DISTINCT a.address_hash FROM unnest(%s::bigint[], %s::text[]) AS a(business_id, address_hash)
CROSS JOIN LATERAL (
    SELECT 1 FROM contacts_contactpoint p
    WHERE p.business_id = a.business_id AND p.address_hash = a.address_hash LIMIT 1
) p
"""


def suppress_in_bulk(
    business: Business, stops: Sequence[StopDraft], *, by_member: Member | None, note: str, now: datetime
) -> list[int | None]:
    """Suppress up to MOST_STOPS_AT_ONCE addresses as `suppress` does, in the caller's transaction.

    Returns per stop the id of its new suppression, or None where the address was suppressed for this reason already.
    Facts are recorded for addresses that some contact has: nothing can wait for the others.
    """
    hashes = [hash_address(stop.kind_of_address, stop.address) for stop in stops]
    with connection.cursor() as cursor:
        # Sorted, so that two lists never wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(k) FROM (SELECT DISTINCT unnest(%s::bigint[]) AS k ORDER BY 1) AS keys",
            [[lock_key(address_hash) for address_hash in hashes]],
        )
        cursor.execute(ACTIVE, [[business.pk] * len(hashes), hashes])
        found = set(cursor.fetchall())
        news: dict[tuple[str, str], int] = {}
        for number, (address_hash, stop) in enumerate(zip(hashes, stops, strict=True)):
            if (address_hash, stop.reason) not in found:
                news.setdefault((address_hash, stop.reason), number)
        rows = [
            Suppression(
                pk=pk, business_id=business.pk, kind_of_address=stops[number].kind_of_address,
                address_hash=hashes[number], reason=stops[number].reason, by_member=by_member, created_at=now,
            )
            for pk, number in zip(_next_ids(cursor, "contacts_suppression", len(news)), news.values(), strict=True)
        ]  # fmt: skip
        _copy_stops(cursor, rows, [stops[number] for number in news.values()], note=note)
        cursor.execute(HAVE_A_CONTACT, [[business.pk] * len(hashes), hashes])
        known = {row[0] for row in cursor.fetchall()}
    _tell_in_bulk(business, [row for row in rows if row.address_hash in known], stops, news, now=now)
    made = dict(zip(news.values(), (row.pk for row in rows), strict=True))
    return [made.get(number) for number in range(len(stops))]


SUPPRESSION_COLUMNS = ("id", "business_id", "kind_of_address", "address_hash", "reason", "all_channels", "by_member_id",
                       "created_at")  # fmt: skip


def _copy_stops(cursor: Any, rows: Sequence[Suppression], stops: Sequence[StopDraft], *, note: str) -> None:
    copy_rows(
        cursor,
        "contacts_suppression",
        SUPPRESSION_COLUMNS,
        [
            (row.pk, row.business_id, row.kind_of_address, row.address_hash, row.reason, False, row.by_member_id,
             row.created_at)
            for row in rows
        ],
    )  # fmt: skip
    copy_rows(
        cursor,
        "contacts_suppressiondetail",
        ("business_id", "suppression_id", "contact_id", "facts"),
        [
            (row.business_id, row.pk, stop.contact_id, json.dumps(_said(stop.address, StopFacts(note=note))))
            for row, stop in zip(rows, stops, strict=True)
        ],
    )


def _tell_in_bulk(
    business: Business,
    rows: Sequence[Suppression],
    stops: Sequence[StopDraft],
    news: dict[tuple[str, str], int],
    *,
    now: datetime,
) -> None:
    for row in rows:
        _tell(business, row, now=now)
        contact_id = stops[news[row.address_hash, row.reason]].contact_id
        fact = events.AddressSuppressed(
            business_id=business.pk, suppression_id=row.pk, reason=row.reason, contact_id=contact_id or 0
        )
        record(fact, now=now)


def _said(address: str, facts: StopFacts) -> dict[str, str]:
    return {"address": address, "words": facts.words, "message": facts.message, "note": facts.note}


# One round trip: a STOP waits for it under the lock of its address.
STORE = """
WITH stop AS (
    INSERT INTO contacts_suppression
        (business_id, kind_of_address, address_hash, reason, all_channels, by_member_id, created_at)
    VALUES (%(business)s, %(kind)s, %(address_hash)s, %(reason)s, %(all_channels)s, %(member)s, %(now)s)
    RETURNING id)
INSERT INTO contacts_suppressiondetail (business_id, suppression_id, contact_id, facts)
SELECT %(business)s, stop.id, %(contact)s::bigint, %(said)s::jsonb FROM stop RETURNING suppression_id
"""


def _store(row: Suppression, *, contact_id: int | None, said: dict[str, str]) -> None:
    """Insert a suppression with its detail; sets its id."""
    values: dict[str, Any] = {
        "business": row.business_id,
        "kind": row.kind_of_address,
        "address_hash": row.address_hash,
        "reason": row.reason,
        "all_channels": row.all_channels,
        "member": row.by_member_id,
        "now": row.created_at,
        "contact": contact_id,
        "said": json.dumps(said),
    }
    with connection.cursor() as cursor:
        cursor.execute(STORE, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def _tell(business: Business, row: Suppression, *, now: datetime) -> None:
    events.suppressed.send(
        sender=Suppression,
        business_id=business.pk,
        address_hash=row.address_hash,
        kind_of_address=row.kind_of_address,
        reason=row.reason,
        all_channels=row.all_channels,
        now=now,
    )


def active_suppressions(business: Business | int, address_hashes: Iterable[str]) -> Any:
    """Return the suppressions of these addresses that nobody has lifted, as a queryset."""
    return Suppression.objects.for_business(business).filter(address_hash__in=list(address_hashes), lift=None)


def lift(
    suppression: Suppression, *, why: str, now: datetime, evidence: str = "", by_member: Member | None = None
) -> SuppressionLift:
    """End a suppression, with a member's reason or with evidence. Raises CannotLift where the rules forbid it.

    Ruling 8: Unsubscribed and Do Not Email end only with new written consent as evidence; a member's correction needs
    a reason and stays visible.
    """
    if not why.strip():
        raise CannotLift("Say why this stop is being lifted: the reason stays on record.")
    if by_member is None and not evidence:
        raise CannotLift("A stop ends with new evidence from the contact, or by a member who says why.")
    written = suppression.reason in {Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.DO_NOT_EMAIL}
    if written and by_member is None and not evidence.startswith("consent:"):
        raise CannotLift("Email stops end only with new written consent from the contact.")
    lock_address(suppression.address_hash)
    existing: SuppressionLift | None = SuppressionLift.across_businesses.filter(suppression=suppression).first()
    if existing is not None:
        return existing
    row = SuppressionLift.objects.create(
        business=suppression.business,
        suppression=suppression,
        why=why.strip()[:300],
        evidence=evidence,
        by_member=by_member,
        created_at=now,
    )
    record(
        events.SuppressionLifted(
            business_id=suppression.business_id, suppression_id=suppression.pk, reason=suppression.reason
        ),
        now=now,
    )
    return row
