"""What the lines of a range say was agreed to, or taken back; `contacts.consent` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contacts.consent import ConsentDraft, hash_address, record_consents_in_bulk
from contacts.models import ConsentRecord, ImportBatch

# The same consent, already on record for this contact: a second import adds nothing.
KNOWN = """
SELECT DISTINCT d.contact_id, r.address_hash, r.kind, r.scope, r.source, r.obtained_at, r.attested, r.has_wording
FROM unnest(%s::bigint[], %s::text[]) AS a(business_id, address_hash)
CROSS JOIN LATERAL (
    SELECT r.* FROM contacts_consentrecord r
    WHERE r.business_id = a.business_id AND r.address_hash = a.address_hash AND r.action = 'granted' OFFSET 0
) r
CROSS JOIN LATERAL (SELECT d.contact_id FROM contacts_consentdetail d WHERE d.record_id = r.id OFFSET 0) d
"""
# A withdrawal is recorded where the newest record of an address is a consent.
GRANTED = """
SELECT a.address_hash FROM unnest(%s::bigint[], %s::text[]) AS a(business_id, address_hash)
CROSS JOIN LATERAL (
    SELECT r.action FROM contacts_consentrecord r
    WHERE r.business_id = a.business_id AND r.address_hash = a.address_hash ORDER BY r.id DESC LIMIT 1
) r WHERE r.action = 'granted'
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a range with what it says about consent."""

    line: int
    contact_id: int | None
    is_new: bool
    is_whole: bool
    consents: list[dict[str, str]]
    no: list[list[str]]


def write_consents(cursor: Any, batch: ImportBatch, *, now: datetime) -> list[tuple[int, int]]:
    """Append the range's withdrawals and consents; return (line, record) for the consents."""
    cursor.execute(
        "SELECT line, contact_id, is_new, is_whole, said -> 'consents', said -> 'no' FROM import_write "
        "WHERE said ?| ARRAY['consents', 'no'] ORDER BY line"
    )
    said = [
        Said(line, contact_id, is_new, is_whole, json.loads(consents or "[]"), json.loads(no or "[]"))
        for line, contact_id, is_new, is_whole, consents, no in cursor.fetchall()
    ]
    record_consents_in_bulk(batch.business, _withdrawals(cursor, batch, said), now=now)
    found = _grants(cursor, batch, [row for row in said if row.is_whole])
    ids = record_consents_in_bulk(batch.business, [draft for _, draft in found], now=now)
    return [(line, pk) for (line, _), pk in zip(found, ids, strict=True)]


def _grants(cursor: Any, batch: ImportBatch, said: Iterable[Said]) -> list[tuple[int, ConsentDraft]]:
    vouched: dict[str, Any] = {}
    if batch.attested_at is not None:
        vouched = {
            "attested_by": str(batch.attested_by),
            "attested_at": batch.attested_at.isoformat(),
            "attestation": batch.attestation,
        }
    news: list[tuple[int, ConsentDraft]] = []
    olds: list[tuple[int, ConsentDraft]] = []
    for row in said:
        for consent in row.consents:
            draft = _draft(batch, row, consent, vouched)
            (news if row.is_new else olds).append((row.line, draft))
    known = _known(cursor, batch, [draft for _, draft in olds])
    return news + [(line, draft) for line, draft in olds if _identity(draft) not in known]


def _draft(batch: ImportBatch, row: Said, consent: dict[str, str], vouched: dict[str, Any]) -> ConsentDraft:
    facts: dict[str, Any] = {"file": batch.file_name, "row": row.line, "wording": consent.get("wording", ""), **vouched}
    facts |= {name: consent[name] for name in ("url", "ip") if name in consent}
    return ConsentDraft(
        kind_of_address=consent["to"],
        address=consent["address"],
        action=ConsentRecord.Action.GRANTED,
        kind=consent["kind"],
        scope=consent["scope"],
        source=consent["source"],
        obtained_at=datetime.fromisoformat(consent["at"]),
        contact_id=row.contact_id,
        attested=bool(vouched),
        facts=facts,
    )


def _identity(draft: ConsentDraft) -> tuple[Any, ...]:
    return (
        draft.contact_id, hash_address(draft.kind_of_address, draft.address), draft.kind, draft.scope, draft.source,
        draft.obtained_at, draft.attested, bool(draft.facts.get("wording")),
    )  # fmt: skip


def _known(cursor: Any, batch: ImportBatch, drafts: list[ConsentDraft]) -> set[tuple[Any, ...]]:
    if not drafts:
        return set()
    hashes = [hash_address(draft.kind_of_address, draft.address) for draft in drafts]
    cursor.execute(KNOWN, [[batch.business_id] * len(hashes), hashes])
    return set(cursor.fetchall())


def _withdrawals(cursor: Any, batch: ImportBatch, said: Iterable[Said]) -> list[ConsentDraft]:
    """Return what takes a consent on record back, where the file says no and there is one."""
    wanted = [(row, kind, address) for row in said for kind, address in row.no]
    if not wanted:
        return []
    hashes = [hash_address(kind, address) for _, kind, address in wanted]
    cursor.execute(GRANTED, [[batch.business_id] * len(hashes), hashes])
    granted = {row[0] for row in cursor.fetchall()}
    drafts: dict[str, ConsentDraft] = {}
    for (row, kind, address), address_hash in zip(wanted, hashes, strict=True):
        if address_hash in granted:
            drafts[address_hash] = ConsentDraft(
                kind_of_address=kind,
                address=address,
                action=ConsentRecord.Action.WITHDRAWN,
                kind=ConsentRecord.Kind.EXPRESS_WRITTEN,
                scope=ConsentRecord.Scope.MARKETING,
                source="import",
                contact_id=row.contact_id,
                facts={"file": batch.file_name, "row": row.line},
            )
    return list(drafts.values())
