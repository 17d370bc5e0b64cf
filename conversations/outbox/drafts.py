"""Held messages: a member approves (the same row goes on, decided again) or rejects."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from contacts.eligibility import Approval, Verdict
from conversations.handoff import refresh_flags
from conversations.models import Clearance, Conversation, Message
from conversations.outbox.asks import ask_for_message
from conversations.outbox.contract import Submitted
from conversations.outbox.evidence import Evidence, write_evidence
from conversations.outbox.nudge import nudge
from conversations.outbox.setaside import tell_failed
from conversations.outbox.submit import STATUS_OF, due_time, judge


class NotADraft(Exception):
    """The message does not wait for approval any more; the text says so in a sentence for people."""


@transaction.atomic
def approve(
    message: Message,
    *,
    member: Member,
    now: datetime,
    body: str | None = None,
    confirmations: tuple[str, ...] = (),
) -> Submitted:
    """Approve a draft, as it is or with the member's own words; the same row is decided again.

    Queued, later, or refused with its sentence. Raises NotADraft where somebody was quicker.
    """
    row = _lock_draft(message)
    words = (body or "").strip() or row.body
    ask = ask_for_message(row, now=now, body=words, approval=Approval.GIVEN.value)
    ask = replace(ask, confirmations=tuple({*ask.confirmations, *confirmations}))
    (one,), _ = judge([ask], now=now)
    objection = one.decision.objections[0] if one.decision.objections else None
    row.body, row.encoding, row.segments = one.composed.body, one.composed.encoding, one.composed.segments
    row.opt_out_line, row.disclosure = one.composed.opt_out_line, one.composed.disclosure
    row.approval, row.approved_by, row.confirmations = Approval.GIVEN.value, member, list(ask.confirmations)
    row.status = STATUS_OF[one.decision.verdict]
    row.status_reason = objection.reason[:60] if objection else ""
    row.status_sentence = objection.sentence[:300] if objection else ""
    row.due_at = due_time(one.decision, asked=None, now=now)
    row.save(
        update_fields=["body", "encoding", "segments", "opt_out_line", "disclosure", "approval", "approved_by",
                       "confirmations", "status", "status_reason", "status_sentence", "due_at"]
    )  # fmt: skip
    write_evidence([Evidence(row, Clearance.Stage.CHANGE, one.context, one.decision)], now=now)
    if one.decision.verdict is Verdict.BLOCK:
        tell_failed([row], now=now)
    _clear_flag(row)
    nudge()
    return Submitted(message_id=row.pk, status=row.status, decision=one.decision)


@transaction.atomic
def reject(message: Message, *, member: Member, now: datetime, why: str = "") -> None:
    """Turn a draft down: it never leaves. Raises NotADraft where somebody was quicker."""
    row = _lock_draft(message)
    row.status, row.status_reason = Message.Status.CANCELLED, "rejected"
    row.status_sentence = (why.strip() or "A member decided against sending this.")[:300]
    row.approved_by = member
    row.save(update_fields=["status", "status_reason", "status_sentence", "approved_by"])
    tell_failed([row], now=now)
    _clear_flag(row)


def _lock_draft(message: Message) -> Message:
    row = Message.objects.for_business(message.business_id).select_for_update().get(pk=message.pk)
    if row.status != Message.Status.HELD:
        raise NotADraft(f"This draft has been decided already: {row.get_status_display().lower()}.")
    return row


def _clear_flag(row: Message) -> None:
    """The conversation needs nobody any more once its last draft and task are gone."""
    if row.conversation_id is None:
        return
    refresh_flags(Conversation.objects.for_business(row.business_id).get(pk=row.conversation_id))
