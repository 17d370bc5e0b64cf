"""What the way out is asked for and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contacts.eligibility import Approval, Decision, Purpose

# The order in which due messages leave (design.md, "Delivery").
PRIORITY: dict[Purpose, int] = {
    Purpose.OPT_OUT_CONFIRMATION: 0,
    Purpose.HELP_ANSWER: 10,
    Purpose.SECURITY: 15,
    Purpose.REPLY: 20,
    Purpose.MEMBER_REPLY: 30,
    Purpose.TEST: 35,
    Purpose.MISSED_CALL: 40,
    Purpose.LEAD_RESPONSE: 50,
    Purpose.APPOINTMENT: 60,
    Purpose.MEMBER_NOTICE: 70,
    Purpose.FOLLOW_UP: 80,
    Purpose.CONSENT_REQUEST: 85,
    Purpose.CAMPAIGN: 90,
}

# What leaves although something that came in may not have been heard yet: answers to what was heard, what people write
# themselves, and what goes to members. Everything else waits until the provider has been asked (rule 5): there may be
# a STOP among it.
LEAVES_BEFORE_CATCH_UP = frozenset(
    {Purpose.OPT_OUT_CONFIRMATION, Purpose.HELP_ANSWER, Purpose.REPLY, Purpose.MEMBER_REPLY, Purpose.TEST,
     Purpose.MEMBER_NOTICE, Purpose.SECURITY}
)  # fmt: skip


def waits_for_catch_up(priority: int) -> bool:
    """Say whether messages of this priority stay while their sender has something to catch up with."""
    return priority not in {PRIORITY[purpose] for purpose in LEAVES_BEFORE_CATCH_UP}


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitRequest:
    """One message somebody wants to leave.

    body: the words without the lines that the rules add (identity, disclosure, opt-out): the outbox appends those.
    author: contact-facing author kind (assistant, member, campaign, system).
    address, account_id: None lets the outbox choose (the thread's sender and address, else the contact's primary one).
    answers_id, answered_at: the inbound message (or the time of the lead, call or opt-out) that this answers.
    origin, origin_group, topic: opaque; a switch stops an origin_group; caps count a topic as one subject.
    reason_key: one person gets at most one message per reason. idempotency_key: asking twice makes one row.
    confirmations: what the member said yes to: "hours", "suspected", "content".
    rule_hours: hours of the campaign or rule on every clock of the recipient, as `conversations.rule_hours` reads them.
    program_texts: the first text of a program of so many texts at most: it says so (compliance.md 4); 0 for any other.
    """

    business_id: int
    purpose: Purpose
    body: str
    author: str
    reason_key: str
    idempotency_key: str
    contact_id: int | None = None
    member_id: int | None = None
    channel: str = "sms"
    account_id: int | None = None
    address: str | None = None
    by_member_id: int | None = None
    answers_id: int | None = None
    answered_at: datetime | None = None
    origin: str = ""
    origin_group: str = ""
    topic: str = ""
    due_at: datetime | None = None
    expires_at: datetime | None = None
    approval: Approval = Approval.NOT_NEEDED
    copy_version: str = ""
    engine: str = ""
    language: str = ""
    stated_reason: str = ""
    confirmations: tuple[str, ...] = ()
    rule_hours: str = ""
    program_texts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What became of a request: the Message row (new, or the one of an earlier identical request) and the decision.

    status: queued, held, blocked, or (nothing stored) "ask" when a member must first confirm: then
    `decision.needs_confirmation` holds the question.
    """

    message_id: int | None
    status: str
    decision: Decision
    repeated: bool = False
