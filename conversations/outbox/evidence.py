"""Writes the evidence of a decision: a Clearance that is sealed, and beside it the details that may be erased.

`content_hash_of` and `detail_hash_of` are pure over rows; the sealer and `verify_evidence` call them again.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from contacts.eligibility import ConsentFact, Decision, SendContext
from conversations.models import Clearance, ClearanceDetail, Message, UnsealedClearance
from conversations.outbox.bulk import insert_rows

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One decision about one stored message, with the facts it rests on."""

    message: Message
    stage: str
    context: SendContext
    decision: Decision


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, characters as they are."""
    return _ENCODER.encode(value)


def content_hash_of(clearance: Clearance) -> str:
    """Return the SHA-256 (hex) over everything the sealed row says, its detail hash included."""
    content = {
        "business": clearance.business_id,
        "message": clearance.message_id,
        "stage": clearance.stage,
        "verdict": clearance.verdict,
        "purpose": clearance.purpose,
        "rules_version": clearance.rules_version,
        "findings": clearance.findings,
        "decided_at": _stamp(clearance.decided_at),
        "until": _stamp(clearance.until),
        "latest": _stamp(clearance.latest),
        "detail_hash": clearance.detail_hash,
    }
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def detail_hash_of(detail: ClearanceDetail) -> str:
    """Return the SHA-256 (hex) over the salt and the details. Meaningless once the detail is erased."""
    return _salted_hash(detail.salt, detail.details)


def write_evidence(rows: Sequence[Evidence], *, now: datetime) -> list[Clearance]:
    """Insert Clearance, detail and unsealed mark of each decision, in the caller's transaction; same order back."""
    salts = [secrets.token_hex(16) for _ in rows]
    details = [describe(row.context, row.decision) for row in rows]
    clearances = insert_rows(
        [
            _clearance(row, detail_hash=_salted_hash(salt, detail), now=now)
            for row, salt, detail in zip(rows, salts, details, strict=True)
        ]
    )
    insert_rows(
        [
            ClearanceDetail(business_id=row.business_id, clearance=row, salt=salt, details=detail)
            for row, salt, detail in zip(clearances, salts, details, strict=True)
        ]
    )
    insert_rows([UnsealedClearance(clearance=row, business_id=row.business_id) for row in clearances])
    return clearances


def describe(context: SendContext, decision: Decision) -> dict[str, Any]:
    """Return the erasable details: the person, the facts seen, the words of each finding. JSON as it is stored."""
    consent = next((fact for fact in context.consents if fact.id == decision.consent_id), None)
    return {
        "address": context.address,
        "channel": context.channel.value,
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


def _clearance(row: Evidence, *, detail_hash: str, now: datetime) -> Clearance:
    clearance = Clearance(
        business_id=row.message.business_id,
        message=row.message,
        stage=row.stage,
        verdict=row.decision.verdict.value,
        purpose=row.context.purpose.value,
        rules_version=row.decision.rules_version,
        findings=[[f.rule, f.verdict, f.reason] for f in row.decision.findings],
        decided_at=now,
        until=row.decision.until,
        latest=row.decision.latest,
        detail_hash=detail_hash,
    )
    clearance.content_hash = content_hash_of(clearance)
    return clearance


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


def _salted_hash(salt: str, details: dict[str, Any]) -> str:
    return hashlib.sha256(f"{salt}{canonical(details)}".encode()).hexdigest()


def _stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None
