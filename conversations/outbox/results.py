"""Writes what came of the calls, in batches, and draws the consequences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.tenancy import BusinessQuerySet
from accounts.work import Fact, record_many
from conversations.channels.base import ErrorScope, OutcomeUnknown, Rejected, TryLater
from conversations.events import MessagesHandedOver
from conversations.models import DeliveryAttempt, Message
from conversations.outbox.budget import pause_sender
from conversations.outbox.consequences import draw_consequences
from conversations.outbox.courier import Landed
from conversations.outbox.setaside import tell_failed
from conversations.outbox.summaries import keep_summaries

Status = Message.Status
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)
GAVE_UP = "The provider did not take it after several tries."

# The provider's news may have overtaken its own answer: a status only moves forward.
ACCEPTED = """
UPDATE conversations_message AS m SET
    provider_id = CASE WHEN m.provider_id = '' THEN new.provider_id ELSE m.provider_id END,
    segments = coalesce(new.segments, m.segments),
    sent_at = coalesce(m.sent_at, %(now)s),
    status = CASE WHEN m.status IN ('sending', 'unknown', 'queued') THEN 'sent' ELSE m.status END,
    status_reason = CASE WHEN m.status IN ('sending', 'unknown', 'queued') THEN '' ELSE m.status_reason END,
    status_sentence = CASE WHEN m.status IN ('sending', 'unknown', 'queued') THEN '' ELSE m.status_sentence END
FROM unnest(%(ids)s::bigint[], %(provider_ids)s::text[], %(segments)s::int[]) AS new(id, provider_id, segments)
WHERE m.id = new.id
"""

ATTEMPTS = """
UPDATE conversations_deliveryattempt AS a SET outcome = new.outcome, error_code = new.code, finished_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(numbers)s::int[], %(outcomes)s::text[], %(codes)s::text[])
     AS new(message_id, number, outcome, code)
WHERE a.message_id = new.message_id AND a.number = new.number
"""


def write_results(landed: Sequence[Landed], *, now: datetime) -> Counter[str]:
    """Store the outcomes of a batch of calls; return how many of each: sent, failed, later, unknown."""
    accepted = [one for one in landed if one.result is not None]
    failed = [one for one in landed if isinstance(one.error, Rejected)]
    later = [one for one in landed if isinstance(one.error, TryLater)]
    unknown = [one for one in landed if one.result is None and isinstance(one.error, OutcomeUnknown)]
    with transaction.atomic():
        _write_attempts(landed, now=now)
        _write_accepted(accepted, now=now)
        _write_failed(failed, now=now)
        given_up = _write_later(later, now=now)
        _rows(unknown).filter(status=Status.SENDING).update(
            status=Status.UNKNOWN,
            status_reason="outcome_unknown",
            status_sentence="The provider did not say whether it took this. Its records are being compared.",
        )
    keep_summaries([one.outgoing.message_id for one in accepted], now=now)
    for one in (*failed, *later):
        if one.error is not None:
            draw_consequences(one.outgoing.message_id, one.error, now=now)
    return Counter(sent=len(accepted), failed=len(failed) + given_up, later=len(later) - given_up, unknown=len(unknown))


def _rows(landed: Sequence[Landed]) -> BusinessQuerySet[Message]:
    rows: BusinessQuerySet[Message] = Message.across_businesses.filter(
        pk__in=[one.outgoing.message_id for one in landed]
    )
    return rows


def _write_attempts(landed: Sequence[Landed], *, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            ATTEMPTS,
            {
                "ids": [one.outgoing.message_id for one in landed],
                "numbers": [one.outgoing.attempt for one in landed],
                "outcomes": [_outcome(one) for one in landed],
                "codes": [one.error.code[:20] if one.error else "" for one in landed],
                "now": now,
            },
        )


def _outcome(one: Landed) -> str:
    if one.result is not None:
        return DeliveryAttempt.Outcome.ACCEPTED
    if isinstance(one.error, Rejected):
        return DeliveryAttempt.Outcome.REJECTED
    return DeliveryAttempt.Outcome.LATER if isinstance(one.error, TryLater) else DeliveryAttempt.Outcome.UNKNOWN


def _write_accepted(accepted: Sequence[Landed], *, now: datetime) -> None:
    if not accepted:
        return
    results = [one.result for one in accepted if one.result]
    with connection.cursor() as cursor:
        cursor.execute(
            ACCEPTED,
            {
                "ids": [one.outgoing.message_id for one in accepted],
                "provider_ids": [result.provider_id for result in results],
                "segments": [result.segments for result in results],
                "now": now,
            },
        )
    businesses = sorted({one.outgoing.business_id for one in accepted})
    facts: list[Fact] = [
        MessagesHandedOver(
            business_id=business_id,
            message_ids=[one.outgoing.message_id for one in accepted if one.outgoing.business_id == business_id],
        )
        for business_id in businesses
    ]
    record_many(facts, now=now)


def _write_failed(failed: Sequence[Landed], *, now: datetime) -> None:
    for one in failed:
        assert one.error is not None
        _rows([one]).filter(status=Status.SENDING).update(
            status=Status.FAILED,
            status_reason=one.error.meaning.value,
            status_sentence=f"{one.error.sentence} {one.error.advice}".strip()[:300],
            error_code=one.error.code[:20],
        )
    tell_failed(list(_rows(failed)), now=now)


def _write_later(later: Sequence[Landed], *, now: datetime) -> int:
    """Queue again what certainly was not taken, with growing waits; return how many were given up."""
    if not later:
        return 0
    rows = {row.pk: row for row in _rows(later).filter(status=Status.SENDING)}
    given_up: list[Message] = []
    for one in later:
        row, error = rows.get(one.outgoing.message_id), one.error
        if row is None or error is None:
            continue
        wait = wait_after(row.attempts, retry_after=error.retry_after)
        row.status_reason, row.status_sentence = f"later:{error.meaning.value}"[:60], error.sentence[:300]
        row.error_code, row.handed_over_at, row.due_at = error.code[:20], None, now + wait
        row.status = Status.QUEUED
        if error.scope in (ErrorScope.SENDER, ErrorScope.ACCOUNT):
            # It is the sender's trouble, not this message's: that does not count against it.
            pause_sender([one.outgoing.account_id], until=now + wait)
        elif row.attempts >= MOST_ATTEMPTS:
            row.status, row.status_sentence = Status.FAILED, f"{GAVE_UP} {error.sentence}"[:300]
            given_up.append(row)
    fields = ["status", "status_reason", "status_sentence", "error_code", "handed_over_at", "due_at"]
    Message.across_businesses.bulk_update(rows.values(), fields)
    tell_failed(given_up, now=now)
    return len(given_up)


def wait_after(attempts: int, *, retry_after: float | None) -> timedelta:
    """Return how long to wait after so many attempts: 5, 10, 20 s … half an hour at most, or as the provider says."""
    if retry_after is not None:
        return min(timedelta(seconds=max(retry_after, 1)), LONGEST_WAIT)
    doubled: timedelta = FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return min(doubled, LONGEST_WAIT)
