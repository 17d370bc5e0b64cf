"""The evidence of a message read back for people, and a thread's receipts as data for a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.clock import say_time
from conversations.models import Clearance, Conversation, Message, Seal

RULES = {
    "suppressed": "Stops",
    "consent": "Consent",
    "preferred_channel": "Preferred channel",
    "address": "Number",
    "channel": "Sender",
    "switches": "Switches",
    "bot": "Assistant or person",
    "quiet_hours": "Hours there",
    "open_hours": "Hours set for it",
    "caps": "How many in a day",
    "identity": "Who is writing",
    "opt_out_line": "Way to stop",
    "length": "Length",
    "content": "Words",
    "approval": "Approval",
}
CONSENTS = {
    "express_written": "Express written consent",
    "express": "Express consent",
    "implied": "Implied consent",
    "soft_opt_in": "Soft opt-in",
    "inbound": "They wrote or called first",
    "transactional": "For a booking or job",
    "unknown": "Consent of unknown kind",
}
ERASED = "The words were erased. The code and the proof remain."
# A thread's receipts in one file: further back the evidence is exported as a whole.
MOST_EXPORTED = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """One decision about a message, as it stood when it was made. seal: the number that closed it, None until then."""

    clearance: Clearance
    findings: list[dict[str, str]]
    local_times: list[str]
    consent: dict[str, Any] | None
    consent_words: str
    facts: dict[str, Any]
    erased_at: datetime | None
    seal: int | None

    @property
    def objections(self) -> list[dict[str, str]]:
        return [finding for finding in self.findings if finding["verdict"] != "allow"]


def receipts_of(message: Message) -> list[Receipt]:
    """Return every decision about a message, the newest first."""
    rows: QuerySet[Clearance] = Clearance.objects.for_business(message.business_id)
    clearances = list(rows.filter(message=message).select_related("detail").order_by("-id"))
    seals = _seals_of(clearances)
    return [_receipt(row, seals.get(row.pk)) for row in clearances]


def _receipt(clearance: Clearance, seal: int | None) -> Receipt:
    detail = getattr(clearance, "detail", None)
    facts: dict[str, Any] = detail.details if detail else {}
    words = {rule: sentence for rule, _, sentence in facts.get("findings", ())}
    zones = [zone.split("/")[-1].replace("_", " ") for zone in facts.get("zones", ())]
    clocks = [datetime.fromisoformat(moment) for moment in facts.get("local_times", ())]
    consent = facts.get("consent")
    return Receipt(
        clearance=clearance,
        findings=[
            {
                "rule": RULES.get(rule, rule.replace("_", " ").capitalize()),
                "verdict": verdict,
                "sentence": words.get(rule) or f"{reason.replace('_', ' ').capitalize()}. {ERASED}",
            }
            for rule, verdict, reason in clearance.findings
        ],
        local_times=[f"{say_time(clock)} in {zone}" for clock, zone in zip(clocks, zones, strict=False)],
        consent=consent,
        consent_words=CONSENTS.get(consent["kind"], consent["kind"]) if consent else "",
        facts=facts,
        erased_at=detail.erased_at if detail else None,
        seal=seal,
    )


def _seals_of(clearances: list[Clearance]) -> dict[int, int]:
    if not clearances:
        return {}
    ids = {row.pk for row in clearances}
    first = min(row.decided_at for row in clearances)
    seals = Seal.objects.for_business(clearances[0].business_id).filter(sealed_at__gte=first)
    found: dict[int, int] = {}
    for number, sealed in seals.filter(clearance_ids__overlap=sorted(ids)).values_list("number", "clearance_ids"):
        found |= dict.fromkeys(ids.intersection(sealed), number)
    return found


def proof_of(conversation: Conversation) -> dict[str, Any]:
    """Return the newest messages of a thread with every decision and its seals, as JSON can carry it.

    The salt stands beside each detail, so that its hash, and with it the sealed one, can be recomputed elsewhere.
    """
    rows = Message.objects.for_business(conversation.business_id).filter(conversation=conversation)
    messages = list(rows.order_by("-created_at", "-id")[:MOST_EXPORTED])
    decided = Clearance.objects.for_business(conversation.business_id).filter(message__in=messages)
    clearances = list(decided.select_related("detail").order_by("id"))
    seals = _seals_of(clearances)
    numbers = Seal.objects.for_business(conversation.business_id).filter(number__in=set(seals.values()))
    by_message: dict[int, list[dict[str, Any]]] = {}
    for row in clearances:
        by_message.setdefault(row.message_id, []).append(_plain(row, seals.get(row.pk)))
    return {
        "conversation": conversation.pk,
        "messages": [
            {
                "id": str(row.uid),
                "direction": row.direction,
                "author": row.author,
                "purpose": row.purpose,
                "status": row.status,
                "body": row.body,
                "created_at": row.created_at.isoformat(),
                "handed_over_at": row.handed_over_at.isoformat() if row.handed_over_at else None,
                "decisions": by_message.get(row.pk, []),
            }
            for row in reversed(messages)
        ],
        "seals": [
            {
                "number": seal.number,
                "sealed_at": seal.sealed_at.isoformat(),
                "count": seal.count,
                "merkle_root": seal.merkle_root,
                "previous": seal.previous,
                "mac": seal.mac,
                "key_id": seal.key_id,
            }
            for seal in numbers.order_by("number")
        ],
    }


def _plain(row: Clearance, seal: int | None) -> dict[str, Any]:
    detail = getattr(row, "detail", None)
    return {
        "clearance": row.pk,
        "stage": row.stage,
        "verdict": row.verdict,
        "decided_at": row.decided_at.isoformat(),
        "rules_version": row.rules_version,
        "findings": row.findings,
        "detail": detail.details if detail else None,
        "salt": detail.salt if detail else None,
        "erased_at": detail.erased_at.isoformat() if detail and detail.erased_at else None,
        "detail_hash": row.detail_hash,
        "content_hash": row.content_hash,
        "seal": seal,
    }
