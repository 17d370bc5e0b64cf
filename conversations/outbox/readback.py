"""Reads a decision back from its Clearance, for whoever asks a second time or wants to see why."""

from __future__ import annotations

from contacts.eligibility import Decision, Finding, Verdict
from conversations.models import Clearance


def read_decision(clearance: Clearance) -> Decision:
    """Return the decision as it was stored; sentences are empty where the details were erased."""
    details = clearance.detail.details if hasattr(clearance, "detail") else {}
    sentences = {row[0]: row[2] for row in details.get("findings", ())}
    consent = details.get("consent") or {}
    return Decision(
        verdict=Verdict(clearance.verdict),
        findings=tuple(
            Finding(rule, Verdict(verdict), reason, sentences.get(rule, ""))
            for rule, verdict, reason in clearance.findings
        ),
        until=clearance.until,
        latest=clearance.latest,
        rules_version=clearance.rules_version,
        opt_out_line_due=False,
        disclosure_due=False,
        identity_due=False,
        needs_confirmation=None,
        consent_id=consent.get("id"),
        is_attested=bool(details.get("attested")),
    )
