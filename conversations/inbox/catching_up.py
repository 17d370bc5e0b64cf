"""What arrived while we were down is fetched from the provider: Twilio does not repeat a failed message webhook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.models import F, Q

from conversations import outbox
from conversations.channels.base import ChannelError, ErrorMeaning, InboundText
from conversations.channels.records import RemoteMessage
from conversations.inbox.gaps import recall_gaps, text_senders, want_catch_up
from conversations.inbox.listing import fetch_with_media, list_inbound
from conversations.inbox.receiving import receive
from conversations.models import ChannelAccount, Message

log = structlog.get_logger(__name__)

CATCH_UP_EVERY = timedelta(minutes=15)
# After a webhook that was refused as forged; not at once every time, because anybody may forge.
AFTER_REFUSALS_EVERY = timedelta(minutes=1)
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


def catch_up_due(*, clock: Callable[[], datetime]) -> dict[str, int]:
    """Catch up with every sender that is marked, refused a webhook or was last looked at 15 minutes ago.

    Returns counts: senders, listed, received, failed.
    """
    now = clock()
    recall_gaps(now=now)
    is_marked = Q(catch_up_wanted_at__lte=now)
    is_its_turn = Q(catch_up_wanted_at=None) & (Q(caught_up_at=None) | Q(caught_up_at__lte=now - CATCH_UP_EVERY))
    has_refused = Q(
        catch_up_wanted_at=None, refused_at__gt=F("caught_up_at"), caught_up_at__lte=now - AFTER_REFUSALS_EVERY
    )
    due = text_senders().filter(is_marked | is_its_turn | has_refused)
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

    By the sender's number and all further ones of its messaging service, from the last sight minus an hour. A mark set
    while it runs stays. Where the provider does not answer, or refuses the credentials, the sender is marked, `done`
    is False and it is asked again half a minute later; two at once are one.
    """
    started = clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, account.pk])
        if not cursor.fetchone()[0]:
            return CaughtUp(done=False)
    try:
        return _catch_up(account, started=started, clock=clock)
    except ChannelError as error:
        _ask_later(account, error, now=clock())
        return CaughtUp(done=False)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, account.pk])


def _ask_later(account: ChannelAccount, error: ChannelError, *, now: datetime) -> None:
    """Nobody knows what was missed: the sender is marked. Wrong credentials stop it with a sentence for its owner."""
    log.warning("catch_up_failed", account=account.pk, meaning=str(error.meaning), code=error.code)
    want_catch_up(account.pk, now=now + ASK_AGAIN_AFTER)
    if error.meaning is ErrorMeaning.AUTH:
        outbox.note_problem(account, error)


def _catch_up(account: ChannelAccount, *, started: datetime, clock: Callable[[], datetime]) -> CaughtUp:
    since = (account.inbound_seen_at or account.created_at) - OVERLAP
    listing = list_inbound(account, since=since)
    missing = _missing(account, listing.messages)
    inbound = fetch_with_media(account, missing) if missing else []
    stored = sum(_store(account, message, now=clock()) for message in inbound)
    if listing.error is not None:
        _ask_later(account, listing.error, now=started)
        return CaughtUp(len(listing.messages), stored, done=False)
    if stored < len(missing):
        # What could not be stored is asked for again; until then no campaign text leaves this sender.
        want_catch_up(account.pk, now=started + ASK_AGAIN_AFTER)
        return CaughtUp(len(listing.messages), stored, done=False)
    row = ChannelAccount.across_businesses.filter(pk=account.pk)
    row.update(inbound_seen_at=started, caught_up_at=started)
    row.filter(catch_up_wanted_at__lte=started).update(catch_up_wanted_at=None)
    return CaughtUp(len(listing.messages), stored)


def _store(account: ChannelAccount, inbound: InboundText, *, now: datetime) -> bool:
    """Pass one message on; one that cannot be stored must not keep a STOP behind it from being heard."""
    try:
        receive(account, inbound, now=now, via="catch_up")
    except Exception as error:
        log.error("catch_up_message_failed", account=account.pk, error=type(error).__name__)
        return False
    return True


def _missing(account: ChannelAccount, listed: list[RemoteMessage]) -> list[RemoteMessage]:
    """Return what is not here, under this sender or another of the business: a number may change hands among them."""
    senders = list(ChannelAccount.objects.for_business(account.business_id).values_list("pk", flat=True))
    known: set[str] = set()
    for start in range(0, len(listed), CHUNK):
        ids = [remote.provider_id for remote in listed[start : start + CHUNK]]
        rows = Message.objects.for_business(account.business_id).filter(account__in=senders, provider_id__in=ids)
        known.update(rows.values_list("provider_id", flat=True))
    return [remote for remote in listed if remote.provider_id not in known]
