"""May this message leave? `evaluate` answers with one finding per rule. Pure: no database, no clock, no chance."""

from datetime import datetime, timedelta

from contacts import (
    eligibility_caps,
    eligibility_consent,
    eligibility_rules,
    eligibility_suppressed,
    eligibility_text,
    eligibility_time,
)
from contacts.eligibility_caps import is_fresh_answer
from contacts.eligibility_facts import (
    PHONE_CHANNELS,
    Approval,
    BotState,
    BusinessFacts,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    Decision,
    Finding,
    LinesDue,
    LineType,
    MemberFacts,
    PointState,
    Purpose,
    RecentSend,
    SendContext,
    SenderFacts,
    SenderKind,
    SendingMode,
    SuppressionFact,
    SuppressionReason,
    Verdict,
)
from contacts.eligibility_purposes import PURPOSES
from contacts.eligibility_text import carries_opt_out_line, check_words, lines_due, names_sender
from contacts.eligibility_time import Gate, NotAfter, NotBefore, first_common, first_end
from contacts.jurisdictions import RULES_VERSION

__all__ = [
    "PHONE_CHANNELS",
    "RULES_VERSION",
    "Approval",
    "BotState",
    "BusinessFacts",
    "ChannelKind",
    "ConsentFact",
    "ConsentKind",
    "ConversationFacts",
    "Decision",
    "Finding",
    "LineType",
    "LinesDue",
    "MemberFacts",
    "PointState",
    "Purpose",
    "RecentSend",
    "SendContext",
    "SenderFacts",
    "SenderKind",
    "SendingMode",
    "SuppressionFact",
    "SuppressionReason",
    "Verdict",
    "carries_opt_out_line",
    "check_words",
    "evaluate",
    "is_fresh_answer",
    "lines_due",
    "names_sender",
]


# What the outbox asks a member before a message by hand leaves, by the reason of the finding that holds it.
QUESTIONS = {
    "outside_hours": "It is outside the hours in which texts should arrive there. Send it anyway?",
    "zone_unknown": "Nobody knows what time it is where this person is. Send it anyway?",
    "reason_needed": "This person has not written for 90 days and no consent is on record. Why may you write?",
    "suspected": "The last message may be an opt-out. Have you read it, and is it none?",
    "filtered_topic": "Carriers filter texts about this topic. Send it anyway?",
}
RANK = {Verdict.ALLOW: 0, Verdict.DEFER: 1, Verdict.HOLD: 2, Verdict.BLOCK: 3}


def evaluate(context: SendContext) -> Decision:
    """Decide whether this message may leave at `context.now`.

    Every rule gives one finding, always all of them, so that an owner sees every reason; the strictest verdict wins.
    A deferral names the first instant that all rules of time allow together. Never raises for a well-formed context.
    """
    rules = PURPOSES[context.purpose]
    due = lines_due(context, margin=timedelta())
    consent, record = eligibility_consent.check(context, rules)
    quiet, quiet_gate = eligibility_time.check_quiet_hours(context, rules)
    hours, hours_gate = eligibility_time.check_open_hours(context, rules)
    switches, caps = eligibility_rules.check_switches(context), eligibility_caps.check(context, rules)
    findings: tuple[Finding, ...] = (
        eligibility_suppressed.check(context, rules),
        consent,
        eligibility_rules.check_preferred_channel(context, rules),
        eligibility_rules.check_address(context),
        eligibility_rules.check_channel(context),
        switches,
        eligibility_rules.check_bot(context, rules),
        quiet,
        hours,
        caps,
        eligibility_text.check_identity(context, due),
        eligibility_text.check_opt_out_line(context, due),
        eligibility_text.check_length(context),
        eligibility_text.check_content(context),
        eligibility_text.check_approval(context, rules),
    )
    gates = [gate for gate in (quiet_gate, hours_gate) if gate is not None]
    if (window_end := eligibility_rules.reply_window_end(context)) is not None:
        gates.append(NotAfter(window_end))
    gates.extend(NotBefore(found.until) for found in (switches, caps) if found.until is not None)
    findings, until, latest = _when(context, findings, gates)
    verdict = max((found.verdict for found in findings), key=RANK.__getitem__)
    return Decision(
        verdict=verdict,
        findings=findings,
        until=until,
        latest=latest,
        rules_version=RULES_VERSION,
        opt_out_line_due=due.opt_out,
        disclosure_due=due.disclosure,
        identity_due=due.identity,
        needs_confirmation=_question(findings, verdict) if context.purpose is Purpose.MEMBER_REPLY else None,
        consent_id=record.id if record else None,
        is_attested=consent.reason == "attested",
    )


def _when(
    context: SendContext, findings: tuple[Finding, ...], gates: list[Gate]
) -> tuple[tuple[Finding, ...], datetime | None, datetime | None]:
    """Return the findings, the first instant all gates allow (None: now, or never) and the end of that window."""
    if any(found.verdict is Verdict.BLOCK for found in findings):
        return findings, None, None
    start = first_common(gates, context.now)
    if start is None:
        return _never(findings), None, None
    return findings, start if start > context.now else None, first_end(gates, start)


def _never(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Each rule of time alone would open, but never together: the first of them becomes the refusal."""
    sentence = "No moment fits all rules of time together, so this can never leave."
    late = max(findings, key=lambda found: found.until is not None)
    never = Finding(late.rule, Verdict.BLOCK, "no_common_time", f"{late.sentence} {sentence}")
    return tuple(never if found is late else found for found in findings)


def _question(findings: tuple[Finding, ...], verdict: Verdict) -> str | None:
    """Put together what a member must answer; None where nothing is asked or an answer would not help."""
    if verdict is not Verdict.HOLD:
        return None
    asked = [QUESTIONS[f.reason] for f in findings if f.verdict is Verdict.HOLD and f.reason in QUESTIONS]
    return " ".join(asked) or None
