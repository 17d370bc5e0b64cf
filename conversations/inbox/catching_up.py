"""What arrived while we were down is fetched from the provider: Twilio does not repeat a failed message webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q, QuerySet

from conversations.channel_setup import credentials_of
from conversations.channels.base import ChannelError, InboundText
from conversations.channels.http import open_session
from conversations.channels.records import RemoteMessage
from conversations.channels.registry import adapter
from conversations.inbox.receiving import receive
from conversations.models import ChannelAccount, Message

log = structlog.get_logger(__name__)

CATCH_UP_EVERY = timedelta(minutes=15)
# Listed again from before the last sight: a provider's list may be late, and clocks differ.
OVERLAP = timedelta(hours=1)
# First half of the advisory lock that keeps two catch-ups of one sender apart; the second is the sender's id.
LOCK_SPACE = 771_001
CHUNK = 500
ASK_AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How many inbound messages the provider listed, how many of them were missing here, and whether it was done."""

    listed: int = 0
    received: int = 0
    done: bool = True


def want_catch_up(account_id: int, *, now: datetime) -> None:
    """Mark a sender: something may have been missed. No campaign text leaves it until the catch-up is done."""
    ChannelAccount.across_businesses.filter(pk=account_id, is_active=True).update(catch_up_wanted_at=now)


def want_catch_up_everywhere(now: datetime) -> int:
    """Mark every active sender, as at start; return how many."""
    return _senders().update(catch_up_wanted_at=now)


def note_a_gap(account_id: int | None, *, now: datetime) -> None:
    """A webhook failed here. Mark its sender; where even that fails, leave a file for the next success to read."""
    try:
        if account_id is not None:
            want_catch_up(account_id, now=now)
            return
    except DatabaseError:
        connection.close()
    try:
        _gap_file().touch()
    except OSError as error:
        log.error("gap_not_noted", error=type(error).__name__)


def recall_gaps(*, now: datetime) -> bool:
    """Turn a gap noted while the database was away into marks on every sender. Costs one look at a file."""
    if not _gap_file().exists():
        return False
    want_catch_up_everywhere(now)
    _gap_file().unlink(missing_ok=True)
    return True


def _gap_file() -> Path:
    return Path(settings.VAR_DIR) / "catch-up-wanted"


def _senders() -> QuerySet[ChannelAccount]:
    texts = ChannelAccount.Channel.SMS
    found: QuerySet[ChannelAccount] = ChannelAccount.across_businesses.filter(is_active=True, channel=texts)
    # One that is still being set up has nothing to ask for.
    return found.exclude(account_sid="")


def catch_up_due(*, clock: Callable[[], datetime]) -> dict[str, int]:
    """Catch up with every sender that is marked or was last looked at 15 minutes ago; return counts."""
    now = clock()
    recall_gaps(now=now)
    due = _senders().filter(
        Q(catch_up_wanted_at__lte=now) | Q(caught_up_at=None) | Q(caught_up_at__lte=now - CATCH_UP_EVERY)
    )
    counts = {"senders": 0, "listed": 0, "received": 0, "failed": 0}
    for account in due.select_related("business").order_by("catch_up_wanted_at", "pk"):
        result = catch_up(account, clock=clock)
        counts["senders"] += 1
        counts["listed"] += result.listed
        counts["received"] += result.received
        counts["failed"] += not result.done
    return counts


def catch_up(account: ChannelAccount, *, clock: Callable[[], datetime]) -> CaughtUp:
    """Fetch what the provider has received for this sender and pass what is missing through `receive`, oldest first.

    From the last sight minus an hour. A mark set while it runs stays. Where the provider does not answer nothing
    changes and `done` is False; two at once are one.
    """
    started = clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, account.pk])
        if not cursor.fetchone()[0]:
            return CaughtUp(done=False)
    try:
        return _catch_up(account, started=started, clock=clock)
    except ChannelError as error:
        log.warning("catch_up_failed", account=account.pk, meaning=str(error.meaning), code=error.code)
        _ask_later(account, now=clock())
        return CaughtUp(done=False)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, account.pk])


def _ask_later(account: ChannelAccount, *, now: datetime) -> None:
    """A marked sender stays marked, and is asked about again a little later rather than at once."""
    marked = ChannelAccount.across_businesses.filter(pk=account.pk, catch_up_wanted_at__isnull=False)
    marked.update(catch_up_wanted_at=now + ASK_AGAIN_AFTER)


def _catch_up(account: ChannelAccount, *, started: datetime, clock: Callable[[], datetime]) -> CaughtUp:
    since = (account.inbound_seen_at or account.created_at) - OVERLAP
    listed = asyncio.run(_list_inbound(account, since=since))
    missing = _missing(account, listed)
    stored = sum(_store(account, remote, now=clock()) for remote in missing)
    if stored < len(missing):
        # What could not be stored is asked for again; until then no campaign text leaves this sender.
        want_catch_up(account.pk, now=started + ASK_AGAIN_AFTER)
        return CaughtUp(len(listed), stored, done=False)
    row = ChannelAccount.across_businesses.filter(pk=account.pk)
    row.update(inbound_seen_at=started, caught_up_at=started)
    row.filter(catch_up_wanted_at__lte=started).update(catch_up_wanted_at=None)
    return CaughtUp(len(listed), stored)


def _store(account: ChannelAccount, remote: RemoteMessage, *, now: datetime) -> bool:
    """Pass one message on; one that cannot be stored must not keep a STOP behind it from being heard."""
    try:
        receive(account, _as_inbound(remote), now=now, via="catch_up")
    except Exception as error:
        log.error("catch_up_message_failed", account=account.pk, error=type(error).__name__)
        return False
    return True


async def _list_inbound(account: ChannelAccount, *, since: datetime) -> list[RemoteMessage]:
    async with open_session(connections=2) as session:
        return await adapter(account.provider).sender.list_messages(
            credentials=credentials_of(account), session=session, since=since, to=account.sender, direction="inbound"
        )


def _missing(account: ChannelAccount, listed: list[RemoteMessage]) -> list[RemoteMessage]:
    known: set[str] = set()
    for start in range(0, len(listed), CHUNK):
        ids = [remote.provider_id for remote in listed[start : start + CHUNK]]
        rows = Message.objects.for_business(account.business_id).filter(account=account, provider_id__in=ids)
        known.update(rows.values_list("provider_id", flat=True))
    return [remote for remote in listed if remote.provider_id not in known]


def _as_inbound(remote: RemoteMessage) -> InboundText:
    return InboundText(
        provider_id=remote.provider_id,
        to=remote.to,
        sender=remote.sender,
        body=remote.body,
        media=(),
        received_at=remote.created_at,
        opt_out_type=None,
        raw={},
        num_segments=remote.num_segments,
    )
