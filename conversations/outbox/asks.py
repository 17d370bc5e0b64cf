"""One shape for what is to be decided, whether somebody just asks for it or it has been waiting as a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contacts.consent import hash_address
from contacts.eligibility import Approval, Purpose
from conversations.models import Message
from conversations.outbox.contract import SubmitRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A message to decide about. `message_id` is 0 until it is stored; `at` is when it would leave."""

    business_id: int
    purpose: Purpose
    channel: str
    body: str
    at: datetime
    message_id: int = 0
    contact_id: int | None = None
    member_id: int | None = None
    account_id: int | None = None
    address: str | None = None
    by_member_id: int | None = None
    answers_id: int | None = None
    answered_at: datetime | None = None
    origin_group: str = ""
    topic: str = ""
    approval: Approval = Approval.NOT_NEEDED
    language: str = ""
    stated_reason: str = ""
    confirmations: tuple[str, ...] = ()
    rule_hours: str = ""
    program_texts: int = 0


def ask_for_request(request: SubmitRequest, *, now: datetime) -> Ask:
    """Return the question behind a request. One that is due later is decided for that time."""
    return Ask(
        business_id=request.business_id,
        purpose=request.purpose,
        channel=request.channel,
        body=request.body,
        at=max(now, request.due_at or now),
        contact_id=request.contact_id,
        member_id=request.member_id,
        account_id=request.account_id,
        address=request.address,
        by_member_id=request.by_member_id,
        answers_id=request.answers_id,
        answered_at=request.answered_at,
        origin_group=request.origin_group,
        topic=request.topic,
        approval=request.approval,
        language=request.language,
        stated_reason=request.stated_reason,
        confirmations=request.confirmations,
        rule_hours=request.rule_hours,
        program_texts=request.program_texts,
    )


def ask_for_message(message: Message, *, now: datetime, body: str | None = None, approval: str = "") -> Ask:
    """Return the question behind a stored message, decided for now."""
    return Ask(
        business_id=message.business_id,
        purpose=Purpose(message.purpose),
        channel=message.channel,
        body=message.body if body is None else body,
        at=now,
        message_id=message.pk,
        contact_id=message.contact_id,
        member_id=message.member_id,
        account_id=message.account_id,
        address=message.address,
        by_member_id=message.by_member_id,
        answers_id=message.answers_id,
        answered_at=message.answered_at,
        origin_group=message.origin_group,
        topic=message.topic,
        approval=Approval(approval or message.approval),
        language=message.language,
        stated_reason=message.stated_reason,
        confirmations=tuple(message.confirmations),
        rule_hours=message.rule_hours,
    )


def kind_of_address(channel: str) -> str:
    """Return what kind of address a channel writes to: phone or email."""
    return "email" if channel == "email" else "phone"


def hash_for(channel: str, address: str) -> str:
    """Return the keyed hash of an address as messages, locks and suppressions carry it; empty without an address."""
    return hash_address(kind_of_address(channel), address) if address else ""
