"""Marks on senders: something may have been missed, so the provider is asked before anything else leaves by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.db import Error, connection
from django.db.models import F, Q, QuerySet

from conversations.models import ChannelAccount

log = structlog.get_logger(__name__)


def text_senders() -> QuerySet[ChannelAccount]:
    """Return the active senders of texts; one that is still being set up has nothing to ask for."""
    texts = ChannelAccount.Channel.SMS
    found: QuerySet[ChannelAccount] = ChannelAccount.across_businesses.filter(is_active=True, channel=texts)
    return found.exclude(account_sid="")


def want_catch_up(account_id: int, *, now: datetime) -> None:
    """Mark a sender: something may have been missed. Only answers and people's own texts leave it until it is done."""
    ChannelAccount.across_businesses.filter(pk=account_id, is_active=True).update(catch_up_wanted_at=now)


def want_catch_up_everywhere(now: datetime) -> int:
    """Mark every active sender, as at start; return how many."""
    return text_senders().update(catch_up_wanted_at=now)


def note_refused(account_id: int, *, now: datetime) -> None:
    """A webhook was refused as forged: whoever sent it, the provider is asked soon. Costs one statement.

    A forger must not hold a business's texts up, so this is no mark: where the provider refuses our credentials too,
    the catch-up finds that out, stops the sender with a sentence and marks it.
    """
    rows = ChannelAccount.across_businesses.filter(pk=account_id)
    rows.filter(Q(refused_at=None) | Q(refused_at__lte=F("caught_up_at"))).update(refused_at=now)


def note_a_gap(account_id: int | None, *, now: datetime) -> None:
    """A webhook failed here. Mark its sender; where even that fails, leave a file for the next success to read."""
    try:
        if account_id is not None:
            want_catch_up(account_id, now=now)
            return
    except Error:
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
