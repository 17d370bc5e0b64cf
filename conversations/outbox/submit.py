"""Asking for a message: decided, composed and stored with its evidence, or refused with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from contacts.eligibility import Decision, Purpose, SendContext, Verdict, evaluate
from conversations.models import Clearance, Conversation, Message
from conversations.outbox.asks import Ask, ask_for_request
from conversations.outbox.bulk import insert_rows, new_model
from conversations.outbox.compose import Composed
from conversations.outbox.context import build_context
from conversations.outbox.contract import PRIORITY, SubmitRequest, Submitted
from conversations.outbox.evidence import Evidence, write_evidence
from conversations.outbox.facts import Facts, Route, load_facts
from conversations.outbox.factsql import revive
from conversations.outbox.nudge import nudge
from conversations.outbox.readback import read_decision
from conversations.round_trip import fetch_together

OF_STORED = ("id", "status", "idempotency_key")
STORED = "SELECT id, status, idempotency_key FROM conversations_message WHERE idempotency_key = ANY(%(keys)s)"
# Somebody else stored the same key, or opened the same thread, in this moment: look again. Oftener is something else.
TRIES = 3
STATUS_OF = {
    Verdict.ALLOW: Message.Status.QUEUED,
    Verdict.DEFER: Message.Status.QUEUED,
    Verdict.HOLD: Message.Status.HELD,
    Verdict.BLOCK: Message.Status.BLOCKED,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An ask with its route, the facts the rules saw, the final text and the answer."""

    ask: Ask
    route: Route
    context: SendContext
    composed: Composed
    decision: Decision


def judge(asks: Sequence[Ask], *, now: datetime) -> tuple[list[Judged], Facts]:
    """Decide about each ask from facts loaded now; stores nothing."""
    facts = load_facts(asks, now=now)
    judged = []
    for ask, route in zip(asks, facts.routes, strict=True):
        context, composed = build_context(ask, facts, route)
        judged.append(Judged(ask, route, context, composed, evaluate(context)))
    return judged, facts


def check_many(requests: Sequence[SubmitRequest], *, now: datetime) -> list[Decision]:
    """Say what `submit_many` would decide, in order. Stores nothing: for previews and list checks."""
    return [decision for decision, _ in look_many(requests, now=now)]


def look_many(requests: Sequence[SubmitRequest], *, now: datetime) -> list[tuple[Decision, Composed]]:
    """Return each decision with the text as it would leave, in order. Stores nothing."""
    if not requests:
        return []
    judged, _ = judge([ask_for_request(request, now=now) for request in requests], now=now)
    return [(one.decision, one.composed) for one in judged]


def check(request: SubmitRequest, *, now: datetime) -> Decision:
    """Say what `submit` would decide. Stores nothing."""
    return check_many([request], now=now)[0]


def preview_many(requests: Sequence[SubmitRequest], *, now: datetime) -> list[Composed]:
    """Return each text as it would leave, with the added lines and its cost, in order."""
    return [composed for _, composed in look_many(requests, now=now)]


def preview_text(request: SubmitRequest, *, now: datetime) -> str:
    """Return the text as it would leave, with the added lines."""
    return preview_many([request], now=now)[0].body


def submit(request: SubmitRequest, *, now: datetime) -> Submitted:
    """Ask for one message. Stored with its Clearance, refused or not; asking twice makes one row.

    A member's reply that needs a word first is not stored: status "ask" (see `decision.needs_confirmation`).
    """
    return submit_many([request], now=now)[0]


def submit_many(requests: Sequence[SubmitRequest], *, now: datetime) -> list[Submitted]:
    """Ask for many messages by a constant number of queries; the answers stand in the order of the requests."""
    if not requests:
        return []
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _submit_all(requests, now=now)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")


def _submit_all(requests: Sequence[SubmitRequest], *, now: datetime) -> list[Submitted]:
    answers = _stored_before(requests)
    fresh = {request.idempotency_key: request for request in requests if request.idempotency_key not in answers}
    judged: list[Judged] = []
    if fresh:
        judged, facts = judge([ask_for_request(request, now=now) for request in fresh.values()], now=now)
        answers |= _store(list(fresh.values()), judged, facts, now=now)
    seen: set[str] = set()
    results = []
    for request in requests:
        answer = answers[request.idempotency_key]
        again = request.idempotency_key in seen and not answer.repeated and answer.message_id is not None
        results.append(_repeated(answer) if again else answer)
        seen.add(request.idempotency_key)
    return results


def _store(requests: list[SubmitRequest], judged: list[Judged], facts: Facts, *, now: datetime) -> dict[str, Submitted]:
    answers: dict[str, Submitted] = {}
    kept: list[tuple[SubmitRequest, Judged]] = []
    for request, one in zip(requests, judged, strict=True):
        if _must_ask(one):
            answers[request.idempotency_key] = Submitted(message_id=None, status="ask", decision=one.decision)
        else:
            kept.append((request, one))
    threads = _open_threads([one for _, one in kept], facts, now=now)
    messages = insert_rows([_message(request, one, threads, now=now) for request, one in kept])
    write_evidence(
        [
            Evidence(message, Clearance.Stage.SUBMIT, one.context, one.decision)
            for message, (_, one) in zip(messages, kept, strict=True)
        ],
        now=now,
    )
    flag_held(messages)
    if any(row.status == Message.Status.QUEUED and row.due_at and row.due_at <= now for row in messages):
        nudge()
    for message, (request, one) in zip(messages, kept, strict=True):
        answers[request.idempotency_key] = Submitted(
            message_id=message.pk, status=message.status, decision=one.decision
        )
    return answers


def _must_ask(one: Judged) -> bool:
    return one.ask.purpose is Purpose.MEMBER_REPLY and one.decision.needs_confirmation is not None


def _message(request: SubmitRequest, one: Judged, threads: dict[int, int], *, now: datetime) -> Message:
    decision, route = one.decision, one.route
    objection = decision.objections[0] if decision.objections else None
    return new_model(
        Message,
        business_id=request.business_id,
        conversation_id=threads.get(request.contact_id or 0),
        contact_id=request.contact_id,
        member_id=request.member_id,
        account_id=route.account.pk if route.account else None,
        channel=request.channel,
        direction=Message.Direction.OUT,
        author=request.author,
        by_member_id=request.by_member_id,
        purpose=request.purpose.value,
        status=STATUS_OF[decision.verdict],
        status_reason=objection.reason[:60] if objection else "",
        status_sentence=objection.sentence[:300] if objection else "",
        address=route.address,
        address_hash=route.address_hash,
        sender=route.account.sender if route.account else "",
        body=one.composed.body,
        encoding=one.composed.encoding,
        segments=one.composed.segments,
        language=request.language,
        opt_out_line=one.composed.opt_out_line,
        disclosure=one.composed.disclosure,
        copy_version=request.copy_version,
        engine=request.engine,
        answers_id=request.answers_id,
        answered_at=one.context.answered_at,
        origin=request.origin,
        origin_group=request.origin_group,
        topic=request.topic,
        reason_key=request.reason_key,
        idempotency_key=request.idempotency_key,
        priority=PRIORITY[request.purpose],
        due_at=due_time(decision, asked=request.due_at, now=now),
        latest_at=request.expires_at,
        approval=request.approval.value,
        stated_reason=request.stated_reason,
        confirmations=list(request.confirmations),
        rule_hours=request.rule_hours,
        created_at=now,
    )


def due_time(decision: Decision, *, asked: datetime | None, now: datetime) -> datetime:
    """Return when the message is due: not before it was asked for, nor before the rules allow it."""
    return max(now, asked or now, decision.until or now)


def _open_threads(judged: list[Judged], facts: Facts, *, now: datetime) -> dict[int, int]:
    """Return each contact's conversation; one is opened for who has none and will be written to."""
    known = {contact_id: thread.id for contact_id, thread in facts.threads.items()}
    missing = {
        one.ask.contact_id: one
        for one in judged
        if one.ask.contact_id in facts.contacts
        and one.ask.contact_id not in known
        and one.decision.verdict is not Verdict.BLOCK
    }
    if missing:
        opened = insert_rows(
            [
                Conversation(
                    business_id=one.ask.business_id,
                    contact_id=contact_id,
                    account=one.route.account,
                    opened_at=now,
                    last_message_at=now,
                )
                for contact_id, one in missing.items()
                if contact_id
            ]
        )
        known |= {row.contact_id: row.pk for row in opened}
    return known


def flag_held(messages: Sequence[Message]) -> None:
    """A held message needs somebody: its conversation says so."""
    held = {row.conversation_id for row in messages if row.status == Message.Status.HELD and row.conversation_id}
    if held:
        Conversation.across_businesses.filter(pk__in=held, needs_you=False).update(needs_you=True)


def _stored_before(requests: Sequence[SubmitRequest]) -> dict[str, Submitted]:
    keys = [request.idempotency_key for request in requests]
    [rows] = fetch_together([STORED], {"keys": keys})
    found = {row.idempotency_key or "": row for row in revive(Message, OF_STORED, rows)}
    if not found:
        return {}
    decisions = load_decisions(list(found.values()))
    return {
        key: Submitted(message_id=row.pk, status=row.status, decision=decisions[row.pk], repeated=True)
        for key, row in found.items()
    }


def load_decisions(messages: Sequence[Message]) -> dict[int, Decision]:
    """Return the newest stored decision about each message, read back from its Clearance."""
    rows = Clearance.across_businesses.filter(message__in=messages).select_related("detail").order_by("id")
    return {row.message_id: read_decision(row) for row in rows}


def _repeated(answer: Submitted) -> Submitted:
    return Submitted(message_id=answer.message_id, status=answer.status, decision=answer.decision, repeated=True)
