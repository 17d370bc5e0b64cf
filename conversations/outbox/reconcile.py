"""Settles messages of unknown outcome from the provider's records. Nothing here ever hands a message over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q

from accounts.work import record
from conversations.channel_setup import credentials_of
from conversations.channels.base import ChannelError, RemoteMessage
from conversations.channels.http import open_session
from conversations.channels.registry import adapter
from conversations.events import MessagesHandedOver
from conversations.models import DeliveryAttempt, Message
from conversations.outbox.moves import after_news
from conversations.outbox.person import ask_a_person
from conversations.outbox.setaside import tell_failed
from conversations.outbox.summaries import keep_summaries
from conversations.reading.segments import smart_encode

log = structlog.get_logger(__name__)

# A call ends after 10 seconds; batches may queue behind slow ones. A living worker writes long before this.
STUCK_AFTER = timedelta(seconds=90)
FIRST_LOOK = timedelta(minutes=1)
LAST_LOOK = timedelta(minutes=30)
LOOKS = 2
# The provider's clock against ours.
CLOCK_SLACK = timedelta(minutes=2)
AT_ONCE = 8
NOT_SAID = "The worker stopped while this was leaving. The provider's records are being compared."
NOT_FOUND = "Nobody can tell whether this left: the provider's records do not show it. Look before you write again."
SEVERAL = "The provider's records show this text more than once, so nobody can tell which it is. Look at the thread."
NEEDS_PERSON = "needs_person"


@dataclass(frozen=True, slots=True)
class Looked:
    """What the provider's list says about one message. `matches` None: the list could not be read."""

    message: Message
    matches: list[RemoteMessage] | None


def recover_stuck(*, now: datetime) -> int:
    """Mark as unknown what a dead worker left behind between attempt and result; return how many. Never sends."""
    with transaction.atomic():
        stuck = list(
            Message.across_businesses.select_for_update(skip_locked=True)
            .filter(status=Message.Status.SENDING, claimed_at__lt=now - STUCK_AFTER)
            .order_by("id")
            .values_list("pk", flat=True)
        )
        Message.across_businesses.filter(pk__in=stuck).update(
            status=Message.Status.UNKNOWN, status_reason="worker_died", status_sentence=NOT_SAID
        )
        DeliveryAttempt.across_businesses.filter(message__in=stuck, outcome=DeliveryAttempt.Outcome.STARTED).update(
            outcome=DeliveryAttempt.Outcome.UNKNOWN, finished_at=now
        )
    return len(stuck)


def reconcile_unknown(*, clock: Callable[[], datetime], limit: int = 200) -> Counter[str]:
    """Look unknown messages up at their providers; return counts: settled, open, person, unread."""
    rows = _due_for_a_look(now=clock(), limit=limit)
    if not rows:
        return Counter()
    looked = asyncio.run(_look_all(rows))
    counts: Counter[str] = Counter()
    for one in looked:
        counts[_settle(one, now=clock())] += 1
    return counts


def _due_for_a_look(*, now: datetime, limit: int) -> list[Message]:
    """Once after a minute, for the last time after half an hour."""
    due = Q(looks=0, handed_over_at__lte=now - FIRST_LOOK) | Q(looks__gte=1, handed_over_at__lte=now - LAST_LOOK)
    rows = Message.across_businesses.filter(due, status=Message.Status.UNKNOWN).exclude(status_reason=NEEDS_PERSON)
    return list(rows.select_related("account").order_by(F("looked_at").asc(nulls_first=True), "id")[:limit])


async def _look_all(rows: Sequence[Message]) -> list[Looked]:
    slots = asyncio.Semaphore(AT_ONCE)
    async with open_session(connections=AT_ONCE) as session:

        async def look(message: Message) -> Looked:
            account, left_at = message.account, message.handed_over_at
            assert account is not None and left_at is not None
            try:
                async with slots:
                    found = await adapter(account.provider).sender.list_messages(
                        credentials=credentials_of(account),
                        session=session,
                        since=left_at - CLOCK_SLACK,
                        until=left_at + timedelta(days=1),
                        to=message.address,
                        sender=account.service_sid or account.sender,
                        direction="outbound",
                    )
            except ChannelError as error:
                log.warning("records_not_read", error=type(error).__name__, meaning=error.meaning.value)
                return Looked(message, None)
            return Looked(message, [remote for remote in found if is_same_text(remote, message)])

        return list(await asyncio.gather(*(look(row) for row in rows)))


def is_same_text(remote: RemoteMessage, message: Message) -> bool:
    """Say whether a record at the provider carries this message's words to this message's address."""
    return remote.to == message.address and _plain(remote.body) == _plain(message.body)


def _plain(text: str) -> str:
    return " ".join(smart_encode(text).split())


def _settle(looked: Looked, *, now: datetime) -> str:
    if looked.matches is None:
        return "unread"
    with transaction.atomic():
        row = Message.across_businesses.select_for_update().get(pk=looked.message.pk)
        if row.status != Message.Status.UNKNOWN:
            return "settled"
        known = Message.across_businesses.filter(
            account=row.account_id, provider_id__in=[remote.provider_id for remote in looked.matches]
        ).values_list("provider_id", flat=True)
        candidates = [remote for remote in looked.matches if remote.provider_id not in set(known)]
        if len(candidates) == 1:
            settle_as_sent(row, candidates[0], now=now)
            outcome = "settled"
        else:
            outcome = _leave_open(row, several=len(candidates) > 1, now=now)
    if outcome == "settled":
        keep_summaries([row.pk], now=now)
    if outcome == "person":
        ask_a_person(row, now=now)
    return outcome


def settle_as_sent(row: Message, remote: RemoteMessage, *, now: datetime) -> None:
    """Write down that the provider has this message, in the caller's transaction."""
    row.status = after_news("unknown", remote.status.value if remote.status else "sent")
    if row.status == Message.Status.UNKNOWN:
        row.status = Message.Status.SENT
    row.status_reason, row.status_sentence = "", ""
    row.provider_id, row.sent_at = remote.provider_id, remote.created_at
    row.handed_over_at = row.handed_over_at or remote.created_at
    row.looked_at, row.looks, row.error_code = now, row.looks + 1, remote.error_code[:20]
    if row.status in (Message.Status.DELIVERED, Message.Status.READ):
        row.delivered_at = row.delivered_at or now
    row.save(
        update_fields=["status", "status_reason", "status_sentence", "provider_id", "sent_at", "handed_over_at",
                       "looked_at", "looks", "error_code", "delivered_at"]
    )  # fmt: skip
    DeliveryAttempt.across_businesses.filter(message=row).exclude(
        outcome__in=[DeliveryAttempt.Outcome.REJECTED, DeliveryAttempt.Outcome.LATER]
    ).update(outcome=DeliveryAttempt.Outcome.ACCEPTED, finished_at=now)
    if row.status in (Message.Status.FAILED, Message.Status.UNDELIVERED):
        tell_failed([row], now=now)
    else:
        record(MessagesHandedOver(business_id=row.business_id, message_ids=[row.pk]), now=now)


def _leave_open(row: Message, *, several: bool, now: datetime) -> str:
    row.looks, row.looked_at = row.looks + 1, now
    left_at = row.handed_over_at or now
    gives_up = several or (row.looks >= LOOKS and now - left_at >= LAST_LOOK)
    if gives_up:
        row.status_reason, row.status_sentence = NEEDS_PERSON, SEVERAL if several else NOT_FOUND
    row.save(update_fields=["looks", "looked_at", "status_reason", "status_sentence"])
    return "person" if gives_up else "open"
