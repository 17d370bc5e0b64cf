"""Writes the evidence of a decision: a Clearance that is sealed, and beside it the details that may be erased.

The hashes are pure over rows; the sealer and `verify_evidence` call them again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from contacts.eligibility import ConsentFact, Decision, SendContext
from conversations.models import Clearance, ClearanceDetail, Message, UnsealedClearance
from conversations.outbox.bulk import copy_rows, take_ids

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One decision about one stored message, with the facts it rests on."""

    message: Message
    stage: str
    context: SendContext
    decision: Decision


class ClearanceRow(NamedTuple):
    """A Clearance as it is stored; `findings` is JSON text in the one form that is hashed (`canonical`)."""

    id: int
    business_id: int
    message_id: int
    stage: str
    verdict: str
    purpose: str
    rules_version: str
    findings: str
    decided_at: datetime
    until: datetime | None
    latest: datetime | None
    detail_hash: str
    content_hash: str


class StampedRow(NamedTuple):
    """A Clearance as it is hashed: the same, but without its hash, and with moments as `_stamp` writes them."""

    id: int
    business_id: int
    message_id: int
    stage: str
    verdict: str
    purpose: str
    rules_version: str
    findings: str
    decided_at: str
    until: str | None
    latest: str | None
    detail_hash: str


class DetailRow(NamedTuple):
    """A ClearanceDetail as it is first stored; `details` is JSON text."""

    business_id: int
    clearance_id: int
    salt: str
    details: str
    erased_at: datetime | None = None
    erased_by: str = ""
    erased_why: str = ""


class UnsealedRow(NamedTuple):
    """What the sealer has still to take."""

    clearance_id: int
    business_id: int


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, characters as they are."""
    return _ENCODER.encode(value)


def content_hash_of(clearance: Clearance) -> str:
    """Return the SHA-256 (hex) over everything the sealed row says, its detail hash included."""
    fields = {name: getattr(clearance, name) for name in ClearanceRow._fields}
    return content_hash(ClearanceRow(**{**fields, "findings": canonical(clearance.findings)}))


def content_hash(row: ClearanceRow) -> str:
    """Return what `content_hash_of` returns, for a bare row; its own `content_hash` is not read."""
    moments = _stamp(row.decided_at) or "", _stamp(row.until), _stamp(row.latest)
    return hash_content(StampedRow(*row[:8], *moments, row.detail_hash))


def hash_content(row: StampedRow) -> str:
    """Return what `content_hash` returns, for a row whose moments are written already."""
    # One object with sorted keys, as `canonical` would write it, written out: a million rows are checked that way.
    _, business, message, stage, verdict, purpose, rules, findings, decided_at, until, latest, detail_hash = row
    content = (
        f'{{"business":{business},"decided_at":{_text(decided_at)},"detail_hash":{_text(detail_hash)},'
        f'"findings":{findings},"latest":{_text(latest)},"message":{message},"purpose":{_text(purpose)},'
        f'"rules_version":{_text(rules)},"stage":{_text(stage)},"until":{_text(until)},"verdict":{_text(verdict)}}}'
    )
    return hashlib.sha256(content.encode()).hexdigest()


def _text(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def detail_hash_of(detail: ClearanceDetail) -> str:
    """Return the SHA-256 (hex) over the salt and the details. Meaningless once the detail is erased."""
    return salted_hash(detail.salt, canonical(detail.details))


def salted_hash(salt: str, details: str) -> str:
    """Return what `detail_hash_of` returns, for details that are canonical text already."""
    return hashlib.sha256(f"{salt}{details}".encode()).hexdigest()


def write_evidence(rows: Sequence[Evidence], *, now: datetime) -> list[ClearanceRow]:
    """Insert Clearance, detail and unsealed mark of each decision, in the caller's transaction; same order back."""
    if not rows:
        return []
    clearances, details = [], []
    for pk, row in zip(take_ids(Clearance, len(rows)), rows, strict=True):
        salt, words = (
            secrets.token_hex(16),
            canonical(describe(row.context, row.decision, copy_version=row.message.copy_version)),
        )
        clearances.append(_clearance(pk, row, detail_hash=salted_hash(salt, words), now=now))
        details.append(DetailRow(row.message.business_id, pk, salt, words))
    unsealed = [UnsealedRow(row.id, row.business_id) for row in clearances]
    copy_rows((Clearance, clearances), (ClearanceDetail, details), (UnsealedClearance, unsealed))
    return clearances


def describe(context: SendContext, decision: Decision, *, copy_version: str = "") -> dict[str, Any]:
    """Return the erasable details: the person, the facts seen, the words of each finding. JSON as it is stored.

    copy_version: which approved words these are.
    """
    consent = next((fact for fact in context.consents if fact.id == decision.consent_id), None)
    return {
        "address": context.address,
        "channel": context.channel.value,
        "copy_version": copy_version,
        "body_hash": hashlib.sha256(context.body.encode()).hexdigest(),
        "encoding": context.encoding,
        "segments": context.segments,
        "decided_for": _stamp(context.now),
        "zones": list(context.zones),
        "states": list(context.states),
        "country": context.country,
        "local_times": [context.now.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") for zone in context.zones],
        "consent": _consent(consent) if consent else None,
        "attested": decision.is_attested,
        "suppressions": [
            {"reason": fact.reason.value, "since": _stamp(fact.created_at), "same_address": fact.same_address}
            for fact in context.suppressions
        ],
        "answered_at": _stamp(context.answered_at),
        "last_inbound_at": _stamp(context.last_inbound_at),
        "sent_in_24_hours": len(context.recent),
        "automated_in_a_row": context.conversation.automated_in_a_row,
        "approval": context.approval.value,
        "stated_reason": context.member.reason if context.member else "",
        "sending": context.business.sending.value,
        "switched_off": list(context.switched_off),
        "findings": [[finding.rule, finding.verdict, finding.sentence] for finding in decision.findings],
    }


def _clearance(pk: int, row: Evidence, *, detail_hash: str, now: datetime) -> ClearanceRow:
    decision = row.decision
    clearance = ClearanceRow(
        id=pk,
        business_id=row.message.business_id,
        message_id=row.message.pk,
        stage=str(row.stage),
        verdict=decision.verdict.value,
        purpose=row.context.purpose.value,
        rules_version=decision.rules_version,
        findings=canonical([[found.rule, found.verdict, found.reason] for found in decision.findings]),
        decided_at=now,
        until=decision.until,
        latest=decision.latest,
        detail_hash=detail_hash,
        content_hash="",
    )
    return clearance._replace(content_hash=content_hash(clearance))


def _consent(fact: ConsentFact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "scope": fact.scope,
        "source": fact.source,
        "wording": fact.wording,
        "obtained_at": _stamp(fact.obtained_at),
        "attested_by": fact.attested_by,
        "attested_at": _stamp(fact.attested_at),
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None
