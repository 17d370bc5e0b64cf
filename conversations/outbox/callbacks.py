"""Status callbacks: stored by one insert, applied in batches, and a status only ever moves forward."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from accounts.work import Fact, record_many
from contacts.models import Suppression
from conversations.channels.base import StatusUpdate
from conversations.channels.twilio.errors import find_guide
from conversations.events import MessagesHandedOver
from conversations.models import ChannelAccount, DeliveryEvent, Message
from conversations.outbox.consequences import SUPPRESSED_FOR, draw_consequences
from conversations.outbox.moves import PENDING_AT_PROVIDER, after_all_news
from conversations.outbox.setaside import tell_failed
from conversations.outbox.summaries import keep_summaries

INSERT = """
INSERT INTO conversations_deliveryevent
    (account_id, message_uid, provider_id, status, raw_status, error_code, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
FAILED = frozenset({"failed", "undelivered"})


def store_callback(account: ChannelAccount, update: StatusUpdate, *, now: datetime) -> None:
    """Store one status callback as it came, by one insert. `apply_callbacks` does the rest."""
    raw = update.raw.get("MessageStatus") or update.raw.get("SmsStatus") or ""
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                account.pk,
                _read_uid(update.message_id),
                update.provider_id[:64],
                update.status.value if update.status else "",
                raw[:24],
                update.code[:20],
                now,
            ],
        )


def apply_callbacks(*, now: datetime, limit: int = 500) -> int:
    """Apply stored callbacks, oldest first; return how many were taken. Two workers never take the same."""
    with transaction.atomic():
        events = list(
            DeliveryEvent.objects.select_for_update(skip_locked=True).filter(applied_at=None).order_by("id")[:limit]
        )
        if not events:
            return 0
        moved = _apply(events, now=now)
        DeliveryEvent.objects.filter(pk__in=[event.pk for event in events]).update(applied_at=now)
    settled = [row.pk for row, before in moved if before in ("sending", "unknown", "queued")]
    keep_summaries(settled, now=now)
    for row, _ in moved:
        if row.status in FAILED and row.error_code:
            draw_consequences(row.pk, find_guide(row.error_code), now=now)
    return len(events)


def stop_refused(*, business_id: int, message_ids: Sequence[int], now: datetime) -> int:
    """Stop the addresses that a carrier has refused for good, where nobody has yet; return how many.

    What follows a failure is drawn at once where it is noted. This runs from a row of work behind it, because a process
    may die in between, and a carrier tells of an opt-out once.
    """
    rows = Message.objects.for_business(business_id).filter(pk__in=message_ids, status__in=FAILED)
    refused = [row for row in rows.exclude(error_code="") if find_guide(row.error_code).meaning in SUPPRESSED_FOR]
    missing = [row for row in refused if not _was_stopped(row)]
    for row in missing:
        draw_consequences(row.pk, find_guide(row.error_code), now=now)
    return len(missing)


def _was_stopped(row: Message) -> bool:
    """Whether this failure has had its consequence, even if somebody has lifted it since."""
    reason = SUPPRESSED_FOR[find_guide(row.error_code).meaning]
    stops = Suppression.objects.for_business(row.business_id).filter(address_hash=row.address_hash, reason=reason)
    since = row.handed_over_at or row.created_at
    return stops.filter(Q(created_at__gte=since) | Q(lift=None)).exists()


Moved = tuple[Message, str]


def _apply(events: Sequence[DeliveryEvent], *, now: datetime) -> list[Moved]:
    rows = _messages_of(events)
    news: defaultdict[int, list[DeliveryEvent]] = defaultdict(list)
    for event in events:
        row = rows.get(event.message_uid) if event.message_uid else rows.get((event.account_id, event.provider_id))
        # A callback speaks for its own sender's messages only.
        if row is not None and row.account_id == event.account_id:
            news[row.pk].append(event)
    moved: list[Moved] = []
    taken = _ids_in_use(events)
    for row in {row.pk: row for row in rows.values()}.values():
        before = row.status
        if before in PENDING_AT_PROVIDER and not (before == "queued" and not row.attempts):
            _note(row, news[row.pk], taken)
        if row.status != before:
            moved.append((row, before))
    Message.across_businesses.bulk_update(
        [row for row, _ in moved],
        ["status", "status_reason", "status_sentence", "error_code", "provider_id", "sent_at", "delivered_at",
         "handed_over_at"],
    )  # fmt: skip
    _tell(moved, now=now)
    return moved


def _ids_in_use(events: Sequence[DeliveryEvent]) -> set[tuple[int | None, str]]:
    """Ids of the provider's that messages of these senders carry: one callback out of order must not stop the rest."""
    ids = {event.provider_id for event in events if event.provider_id}
    rows = Message.across_businesses.filter(account__in={event.account_id for event in events}, provider_id__in=ids)
    return set(rows.values_list("account_id", "provider_id"))


def _note(row: Message, events: Sequence[DeliveryEvent], taken: set[tuple[int | None, str]]) -> None:
    after = after_all_news(row.status, [event.status for event in events])
    if after == row.status:
        return
    row.status, row.status_reason, row.status_sentence = after, "", ""
    last = events[-1]
    if not row.provider_id and (row.account_id, last.provider_id) not in taken:
        row.provider_id = last.provider_id
        taken.add((row.account_id, last.provider_id))
    row.sent_at = row.sent_at or last.received_at
    row.handed_over_at = row.handed_over_at or last.received_at
    if after in ("delivered", "read"):
        row.delivered_at = row.delivered_at or last.received_at
    code = next((event.error_code for event in reversed(events) if event.error_code), "")
    if after in FAILED:
        guide = find_guide(code)
        row.error_code, row.status_reason = code, guide.meaning.value
        row.status_sentence = f"{guide.sentence} {guide.advice}".strip()[:300]


def _messages_of(events: Sequence[DeliveryEvent]) -> dict[object, Message]:
    """Return the messages by uid and by (sender, provider id), locked in the order of their ids."""
    outbound = Message.across_businesses.select_for_update(of=("self",)).select_related("account").order_by("id")
    uids = [event.message_uid for event in events if event.message_uid]
    found: dict[object, Message] = {row.uid: row for row in outbound.filter(uid__in=uids, direction="out")}
    nameless = [event for event in events if not event.message_uid]
    if nameless:
        rows = outbound.filter(
            account__in=[event.account_id for event in nameless],
            provider_id__in=[event.provider_id for event in nameless],
            direction="out",
        )
        found |= {(row.account_id, row.provider_id): row for row in rows}
    return found


def _tell(moved: Sequence[Moved], *, now: datetime) -> None:
    tell_failed([row for row, _ in moved if row.status in FAILED], now=now)
    settled: dict[int, list[int]] = {}
    for row, before in moved:
        if before in ("sending", "unknown", "queued") and row.status not in FAILED:
            settled.setdefault(row.business_id, []).append(row.pk)
    facts: list[Fact] = [MessagesHandedOver(business_id=pk, message_ids=ids) for pk, ids in sorted(settled.items())]
    if facts:
        record_many(facts, now=now)


def _read_uid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
