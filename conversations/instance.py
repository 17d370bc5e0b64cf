"""Is this the database that sent last? A restored backup or a copied database must not send again what has left.

The database and a file beside it hold the same mark, and the file the newest attempt it has seen. Where they differ
nothing leaves until the provider's records have been compared.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from conversations.channel_setup import credentials_of
from conversations.channels.base import ChannelError, RemoteMessage
from conversations.channels.http import open_session
from conversations.channels.registry import adapter
from conversations.models import ChannelAccount, InstanceState, Message, Reservation
from conversations.outbox.reconcile import is_same_text, settle_as_sent
from conversations.outbox.watermark import MarkFile, newest_attempt, read_mark_file, write_mark_file

# Before the newest hand-over we know of: what was on its way when the backup was made.
MARGIN = timedelta(hours=1)
# A sender that never sent anything we know of: how far back its records are read.
FARTHEST = timedelta(days=30)
SAME_DAY = timedelta(days=1)
# A worker beats every second; after a longer silence this may be a snapshot that was put back.
ABSENCE = timedelta(minutes=10)

COPIED = (
    "This database was copied or restored from elsewhere: it does not carry this installation's mark. Sending is off, "
    "so that nobody is texted twice. Run `manage.py resume_sending --reconcile` to compare with the provider."
)
OLDER = (
    "This database is older than what this installation has sent: a backup was restored. Sending is off, so that "
    "nobody is texted twice. Run `manage.py resume_sending --reconcile` to compare with the provider."
)


class CannotCompare(Exception):
    """A provider's records could not be read, so sending stays off; the text says which and why, for people."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the providers' records say. settled: waiting rows that had left; unknown: texts that no row explains."""

    settled: int
    unknown: int


@transaction.atomic
def check_instance(*, now: datetime) -> str:
    """Compare database and file, at the start of a worker; return why sending is off, or "" when all is well.

    The first start of a new database writes both.
    """
    state = InstanceState.objects.select_for_update().first()
    file = read_mark_file()
    if state is None:
        _write_new_mark(None)
        return ""
    if state.sending_off_since is not None:
        return state.sending_off_why
    why = _difference(state, file)
    if why:
        state.sending_off_since, state.sending_off_why = now, why
        state.save(update_fields=["sending_off_since", "sending_off_why"])
    return why


def resume(*, clock: Callable[[], datetime]) -> Compared:
    """Compare with the providers, settle what had left, and let this installation send again. Raises CannotCompare."""
    compared = compare_with_providers(clock=clock)
    with transaction.atomic():
        # What came in since the backup is fetched before any campaign leaves (rule 5).
        ChannelAccount.across_businesses.filter(is_active=True).update(catch_up_wanted_at=clock())
        _write_new_mark(InstanceState.objects.select_for_update().first())
    return compared


def compare_after_absence(*, last_beat: datetime | None, clock: Callable[[], datetime]) -> bool:
    """Compare before anything leaves when no worker was at work for a while; return whether sending may go on.

    A snapshot of the whole machine brings database and mark file back alike, so that only the providers' records tell
    what had left since. False where those cannot be read yet: ask again later.
    """
    if last_beat is not None and clock() - last_beat < ABSENCE:
        return True
    waiting = Message.across_businesses.filter(status__in=["queued", "sending", "unknown"], direction="out")
    if not waiting.exists():
        return True
    try:
        compare_with_providers(clock=clock)
    except CannotCompare:
        return False
    return True


def compare_with_providers(*, clock: Callable[[], datetime]) -> Compared:
    """Settle every waiting message that a provider's list shows as sent. Raises CannotCompare."""
    settled = unknown = 0
    accounts = _senders()
    starts = _starts(accounts, clock())
    for account, remotes in asyncio.run(_read_records(accounts, starts)):
        with transaction.atomic():
            for remote in _not_ours_yet(account, remotes):
                row = _waiting_row(account, remote)
                if row is None:
                    unknown += 1
                    continue
                _settle(row, remote, now=clock())
                settled += 1
    return Compared(settled, unknown)


def _difference(state: InstanceState, file: MarkFile | None) -> str:
    if file is None or file.mark != state.mark:
        return COPIED
    return OLDER if file.newest_attempt > newest_attempt() else ""


def _write_new_mark(state: InstanceState | None) -> None:
    state = state or InstanceState()
    state.mark = secrets.token_hex(16)
    state.sending_off_since, state.sending_off_why = None, ""
    state.save()
    write_mark_file(MarkFile(state.mark, newest_attempt()))


def _senders() -> list[ChannelAccount]:
    rows = ChannelAccount.across_businesses.filter(is_active=True).order_by("pk")
    return list(rows if settings.SENDING == "live" else rows.filter(kind=ChannelAccount.Kind.SANDBOX))


async def _read_records(
    accounts: Sequence[ChannelAccount], starts: dict[int, datetime]
) -> list[tuple[ChannelAccount, list[RemoteMessage]]]:
    found = []
    async with open_session() as session:
        for account in accounts:
            try:
                rows = await adapter(account.provider).sender.list_messages(
                    credentials=credentials_of(account),
                    session=session,
                    since=starts[account.pk],
                    sender=account.service_sid or account.sender,
                    direction="outbound",
                )
            except ChannelError as error:
                raise CannotCompare(
                    f"The records of the sender “{account}” could not be read, so sending stays off. {error.sentence}"
                ) from error
            found.append((account, rows))
    return found


def _starts(accounts: Sequence[ChannelAccount], now: datetime) -> dict[int, datetime]:
    newest = dict(
        Message.across_businesses.filter(account__in=accounts, handed_over_at__isnull=False)
        .values_list("account_id")
        .annotate(newest=Max("handed_over_at"))
    )
    return {row.pk: newest[row.pk] - MARGIN if row.pk in newest else now - FARTHEST for row in accounts}


def _not_ours_yet(account: ChannelAccount, remotes: Sequence[RemoteMessage]) -> list[RemoteMessage]:
    ids = [remote.provider_id for remote in remotes]
    known = set(
        Message.across_businesses.filter(account=account, provider_id__in=ids).values_list("provider_id", flat=True)
    )
    return [remote for remote in remotes if remote.provider_id not in known]


def _waiting_row(account: ChannelAccount, remote: RemoteMessage) -> Message | None:
    """The waiting message with these words to this address and of that day, the oldest first."""
    rows = (
        Message.across_businesses.select_for_update(of=("self",))
        .filter(
            account=account,
            address=remote.to,
            direction=Message.Direction.OUT,
            provider_id="",
            status__in=["queued", "held", "sending", "unknown"],
            created_at__lte=remote.created_at + SAME_DAY,
        )
        .order_by("id")
    )
    return next((row for row in rows if is_same_text(remote, row)), None)


def _settle(row: Message, remote: RemoteMessage, *, now: datetime) -> None:
    settle_as_sent(row, remote, now=now)
    if row.reason_key:
        Reservation.objects.bulk_create(
            [
                Reservation(
                    business_id=row.business_id,
                    address_hash=row.address_hash,
                    reason_key=row.reason_key,
                    message=row,
                    created_at=now,
                )
            ],
            ignore_conflicts=True,
        )
