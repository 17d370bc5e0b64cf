"""What does not leave after all: put off, held for a person, refused or too late, each with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.work import Fact, record_many
from contacts.eligibility import Decision, Verdict
from conversations.events import MessagesFailed
from conversations.models import Clearance, Message
from conversations.outbox.evidence import Evidence, write_evidence
from conversations.outbox.submit import STATUS_OF, Judged, flag_held

TOO_LATE = "It could not leave in the time allowed for it, so it was cancelled: later would have been too late."
OUR_FAULT = "Something in Rekindle failed when this was about to leave, so it stayed here. It is tried again soon."
# A deferral that names no time is looked at again after this long.
LOOK_AGAIN = timedelta(minutes=15)

Pair = tuple[Message, Judged]


def set_aside(pairs: Sequence[Pair], *, now: datetime) -> Counter[str]:
    """Store what may not leave now; return how many: deferred, held, blocked, expired."""
    counts: Counter[str] = Counter()
    if not pairs:
        return counts
    too_late = [row for row, one in pairs if _ends_before(row, one.decision)]
    rest = [(row, one) for row, one in pairs if row not in too_late]
    counts["expired"] += expire(too_late, now=now)
    _write_changes(rest, now=now)
    for message, one in rest:
        objection = one.decision.objections[0]
        message.status = STATUS_OF[one.decision.verdict]
        message.status_reason, message.status_sentence = objection.reason[:60], objection.sentence[:300]
        message.due_at = one.decision.until or now + LOOK_AGAIN
        counts["deferred"] += one.decision.verdict is Verdict.DEFER
        counts["held"] += one.decision.verdict is Verdict.HOLD
        counts["blocked"] += one.decision.verdict is Verdict.BLOCK
    Message.across_businesses.bulk_update(
        [row for row, _ in rest], ["status", "status_reason", "status_sentence", "due_at"]
    )
    flag_held([row for row, _ in rest])
    tell_failed([row for row, _ in rest if row.status == Message.Status.BLOCKED], now=now)
    return counts


def _ends_before(message: Message, decision: Decision) -> bool:
    is_later = decision.verdict is Verdict.DEFER and decision.until is not None
    return bool(is_later and message.latest_at and decision.until and message.latest_at <= decision.until)


def _write_changes(pairs: Sequence[Pair], *, now: datetime) -> None:
    """One more Clearance for each whose answer is not the one on record."""
    newest = (
        Clearance.across_businesses.filter(message__in=[row for row, _ in pairs])
        .order_by("message_id", "-id")
        .distinct("message_id")
        .values_list("message_id", "verdict")
    )
    known = dict(newest)
    write_evidence(
        [
            Evidence(message, Clearance.Stage.CHANGE, one.context, one.decision)
            for message, one in pairs
            if known.get(message.pk) != one.decision.verdict.value
        ],
        now=now,
    )


def expire(messages: Sequence[Message], *, now: datetime) -> int:
    """Cancel what is past its latest time; return how many."""
    if messages:
        Message.across_businesses.filter(pk__in=[row.pk for row in messages]).update(
            status=Message.Status.CANCELLED, status_reason="expired", status_sentence=TOO_LATE
        )
        tell_failed(messages, now=now)
    return len(messages)


def tell_failed(messages: Sequence[Message], *, now: datetime) -> None:
    """Record that these will not arrive, one fact for each business."""
    ids: dict[int, list[int]] = {}
    for row in messages:
        ids.setdefault(row.business_id, []).append(row.pk)
    facts: list[Fact] = [MessagesFailed(business_id=pk, message_ids=found) for pk, found in sorted(ids.items())]
    if facts:
        record_many(facts, now=now)


def put_off(message_id: int, *, now: datetime) -> None:
    """Set a message aside for a while on which our own code failed, so that it does not hold up the others."""
    Message.across_businesses.filter(pk=message_id, status=Message.Status.QUEUED).update(
        due_at=now + LOOK_AGAIN, status_reason="internal_error", status_sentence=OUR_FAULT
    )
