"""May this message leave? `evaluate` answers with one finding per rule. Pure: no database, no clock, no chance."""

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

__all__ = [
    "PHONE_CHANNELS",
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
    "evaluate",
    "lines_due",
]


def lines_due(context: SendContext) -> LinesDue:
    """Say which lines the text must carry, from the facts alone; the body of the context is not read."""
    return LinesDue(opt_out=True, identity=True, disclosure=True)


def evaluate(context: SendContext) -> Decision:
    """Decide whether this message may leave now. Never raises; every rule gives one finding."""
    closed = Finding("policy", Verdict.BLOCK, "rules_missing", "The sending rules are not installed yet.")
    due = lines_due(context)
    return Decision(
        verdict=closed.verdict,
        findings=(closed,),
        until=None,
        latest=None,
        rules_version="0",
        opt_out_line_due=due.opt_out,
        disclosure_due=due.disclosure,
        identity_due=due.identity,
        needs_confirmation=None,
    )
