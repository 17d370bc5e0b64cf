"""The moment of hand-over, one transaction for a batch: decided again under the address locks, reserved, committed.

Only then is a provider called. Whatever dies before the commit has changed nothing; whatever dies after it leaves an
attempt that is reconciled, never repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from contacts.eligibility import Finding, Verdict, is_fresh_answer
from conversations.channel_setup import credentials_of
from conversations.channels.base import ClearedRequest, Credentials, SendRequest, clear_for_sending
from conversations.models import ChannelAccount, Clearance, DeliveryAttempt, Message, Reservation
from conversations.outbox.asks import ask_for_message
from conversations.outbox.budget import is_bulk, lock_allowances, save_allowances
from conversations.outbox.bulk import insert_rows
from conversations.outbox.claim import Claimed, claim_due
from conversations.outbox.evidence import ClearanceRow, Evidence, write_evidence
from conversations.outbox.setaside import Pair, expire, set_aside
from conversations.outbox.submit import Judged, judge

LONGEST_VALIDITY = timedelta(hours=10)
ALREADY_SAID = "This person has already had a message for this reason, so this one stays here."


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that may leave now: cleared, reserved, with its attempt committed."""

    message_id: int
    business_id: int
    account_id: int
    provider: str
    attempt: int
    cleared: ClearedRequest
    credentials: Credentials = field(repr=False)


@dataclass(slots=True)
class Batch:
    """What one hand-over did: what may leave, and how many went elsewhere."""

    outgoing: list[Outgoing] = field(default_factory=list)
    deferred: int = 0
    held: int = 0
    blocked: int = 0
    expired: int = 0

    def add(self, counts: Counter[str]) -> None:
        """Add what was set aside."""
        self.deferred += counts["deferred"]
        self.held += counts["held"]
        self.blocked += counts["blocked"]
        self.expired += counts["expired"]

    @property
    def touched(self) -> int:
        return len(self.outgoing) + self.deferred + self.held + self.blocked + self.expired


@transaction.atomic
def take_batch(*, now: datetime, worker: str, limit: int, only: int | None = None) -> Batch:
    """Claim due messages, decide again, and return those that may leave, with everything about them committed.

    only: the id of the one message to take; None takes what is due.
    """
    batch = Batch()
    claimed = claim_due(now=now, limit=limit, only=only)
    late = [row for row in claimed.messages if row.latest_at and row.latest_at <= now]
    batch.add(Counter(expired=expire(late, now=now)))
    in_time = [row for row in claimed.messages if row not in late]
    if not in_time:
        return batch
    judged, facts = judge([ask_for_message(row, now=now) for row in in_time], now=now)
    if facts.is_off:
        return Batch(expired=batch.expired)
    pairs = list(zip(in_time, judged, strict=True))
    allowed, refused = _split_reserved([pair for pair in pairs if pair[1].decision.is_allowed])
    batch.add(set_aside([pair for pair in pairs if not pair[1].decision.is_allowed] + refused, now=now))
    admitted = _within_rate(allowed, claimed, now=now)
    batch.outgoing = _hand_over(admitted, claimed.accounts, now=now, worker=worker)
    return batch


def _split_reserved(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return what may be reserved, and what another message has already been handed over for (rule 4)."""
    rows = Reservation.across_businesses.filter(
        business__in={row.business_id for row, _ in pairs},
        address_hash__in={row.address_hash for row, _ in pairs},
        reason_key__in={row.reason_key for row, _ in pairs},
    ).values_list("business_id", "address_hash", "reason_key", "message_id")
    holders = {tuple(row[:3]): row[3] for row in rows} if pairs else {}
    free, taken = [], []
    for message, one in pairs:
        holder = holders.get((message.business_id, message.address_hash, message.reason_key))
        if not message.reason_key or holder in (None, message.pk):
            free.append((message, one))
        else:
            taken.append((message, _refuse_repeat(one)))
    return free, taken


def _refuse_repeat(one: Judged) -> Judged:
    finding = Finding("once", Verdict.BLOCK, "already_said", ALREADY_SAID)
    decision = replace(
        one.decision, verdict=Verdict.BLOCK, findings=(*one.decision.findings, finding), until=None, latest=None
    )
    return replace(one, decision=decision)


def _within_rate(pairs: list[Pair], claimed: Claimed, *, now: datetime) -> list[Pair]:
    """Keep what the senders' rates allow; the rest stays queued as it is."""
    if not pairs:
        return []
    senders = {row.account_id for row, _ in pairs}
    allowances = lock_allowances([claimed.accounts[pk] for pk in senders if pk], now=now)
    kept = [
        (message, one)
        for message, one in pairs
        if message.account_id in allowances
        and allowances[message.account_id].take(one.composed.segments, bulk=is_bulk(message.priority))
    ]
    save_allowances(allowances)
    return kept


def _hand_over(
    pairs: Sequence[Pair], accounts: dict[int, ChannelAccount], *, now: datetime, worker: str
) -> list[Outgoing]:
    """Reserve, write Clearance and attempt, mark as leaving. The caller's commit makes it true."""
    if not pairs:
        return []
    _reserve([row for row, _ in pairs if row.reason_key], now=now)
    clearances = write_evidence(
        [Evidence(message, Clearance.Stage.HAND_OVER, one.context, one.decision) for message, one in pairs], now=now
    )
    insert_rows(
        [
            DeliveryAttempt(business_id=row.business_id, message=row, number=row.attempts + 1, started_at=now)
            for row, _ in pairs
        ]
    )
    _mark_leaving(pairs, now=now, worker=worker)
    credentials = {pk: credentials_of(accounts[pk]) for pk in {row.account_id for row, _ in pairs if row.account_id}}
    return [
        _outgoing(message, one, clearance, accounts, credentials, now=now)
        for (message, one), clearance in zip(pairs, clearances, strict=True)
    ]


def _reserve(messages: Sequence[Message], *, now: datetime) -> None:
    """Take the reasons. A message that comes back after "try later" has its own already."""
    kept = set(Reservation.across_businesses.filter(message__in=messages).values_list("message_id", flat=True))
    rows = [
        Reservation(
            business_id=row.business_id,
            address_hash=row.address_hash,
            reason_key=row.reason_key,
            message=row,
            created_at=now,
        )
        for row in messages
        if row.pk not in kept
    ]
    insert_rows(rows)


def _mark_leaving(pairs: Sequence[Pair], *, now: datetime, worker: str) -> None:
    recomposed = []
    for message, one in pairs:
        if message.body != one.composed.body:
            message.body, message.encoding = one.composed.body, one.composed.encoding
            message.segments = one.composed.segments
            message.opt_out_line, message.disclosure = one.composed.opt_out_line, one.composed.disclosure
            recomposed.append(message)
    if recomposed:
        Message.across_businesses.bulk_update(
            recomposed, ["body", "encoding", "segments", "opt_out_line", "disclosure"]
        )
    for fresh in (True, False):
        ids = [message.pk for message, one in pairs if is_fresh_answer(one.context) is fresh]
        if ids:
            Message.across_businesses.filter(pk__in=ids).update(
                status=Message.Status.SENDING,
                status_reason="",
                status_sentence="",
                answers_fresh=fresh,
                claimed_at=now,
                claimed_by=worker[:40],
                attempts=F("attempts") + 1,
                handed_over_at=now,
            )


def _outgoing(
    message: Message,
    one: Judged,
    clearance: ClearanceRow,
    accounts: dict[int, ChannelAccount],
    credentials: dict[int, Credentials],
    *,
    now: datetime,
) -> Outgoing:
    account = accounts[message.account_id or 0]
    request = SendRequest(
        message_id=str(message.uid),
        to=message.address,
        sender=account.service_sid or account.sender,
        body=one.composed.body,
        status_callback=callback_url(account, message),
        validity_seconds=validity_seconds(now=now, ends=(one.decision.latest, message.latest_at)),
        channel=message.channel,
    )
    return Outgoing(
        message_id=message.pk,
        business_id=message.business_id,
        account_id=account.pk,
        provider=account.provider,
        attempt=message.attempts + 1,
        cleared=clear_for_sending(request, clearance_id=str(clearance.id), verdict=clearance.verdict),
        credentials=credentials[account.pk],
    )


def validity_seconds(*, now: datetime, ends: Sequence[datetime | None]) -> int:
    """Return how long the provider may try: until the first of the ends, one second at least, ten hours at most."""
    spans = [end - now for end in ends if end is not None]
    return max(1, int(min([*spans, LONGEST_VALIDITY]).total_seconds()))


def callback_url(account: ChannelAccount, message: Message) -> str:
    """Return the absolute address to which the provider reports on this message; our id rides in it, signed."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("twilio_status", args=[account.webhook_key, message.uid])
