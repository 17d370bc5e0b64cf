"""A sender's rate in segments per second, in one row that all workers honour. The arithmetic is pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from contacts.eligibility import Purpose
from conversations.models import ChannelAccount, SenderBudget
from conversations.outbox.contract import PRIORITY

# Outreach in bulk: it gets this share of the rate, so that an answer never waits behind it.
BULK_PRIORITY = PRIORITY[Purpose.CONSENT_REQUEST]
BULK_SHARE = 0.8
# As long as the worker may sleep between two looks: with less the full rate would not be reached.
BURST = timedelta(seconds=1)


@dataclass(slots=True)
class Allowance:
    """What one sender may still hand over at `now`."""

    rate: float
    now: datetime
    used_until: datetime
    bulk_used_until: datetime

    def room(self, *, bulk: bool) -> int:
        """Return how many messages at most may leave now; 0 when the rate is used up."""
        used = max(self.used_until, self.bulk_used_until if bulk else self.used_until, self.now)
        left = (self.now + BURST - used).total_seconds()
        return ceil(left * self.rate) if left > 0 else 0

    def take(self, segments: int, *, bulk: bool) -> bool:
        """Use the rate for one message; False, and nothing used, where it must wait."""
        if not self.room(bulk=bulk):
            return False
        seconds = max(segments, 1) / self.rate
        self.used_until = max(self.used_until, self.now) + timedelta(seconds=seconds)
        if bulk:
            self.bulk_used_until = max(self.bulk_used_until, self.now) + timedelta(seconds=seconds / BULK_SHARE)
        return True


def is_bulk(priority: int) -> bool:
    """Say whether messages of this priority share the campaigns' part of the rate."""
    return priority >= BULK_PRIORITY


def read_allowances(accounts: Iterable[ChannelAccount], *, now: datetime) -> dict[int, Allowance]:
    """Return each sender's allowance as it stands, without a lock: good for choosing what to look at."""
    accounts = list(accounts)
    rows = {row.account_id: row for row in SenderBudget.objects.filter(account__in=accounts)}
    missing = [account for account in accounts if account.pk not in rows]
    if missing:
        SenderBudget.objects.bulk_create(
            [SenderBudget(account=account, used_until=now, campaign_used_until=now) for account in missing],
            ignore_conflicts=True,
        )
    return {account.pk: _allowance(account, rows.get(account.pk), now) for account in accounts}


def lock_allowances(accounts: Iterable[ChannelAccount], *, now: datetime) -> dict[int, Allowance]:
    """Return the allowances with their rows locked until the transaction ends; `save_allowances` writes them back."""
    by_id = {account.pk: account for account in accounts}
    rows = SenderBudget.objects.select_for_update().filter(account__in=by_id).order_by("account_id")
    return {row.account_id: _allowance(by_id[row.account_id], row, now) for row in rows}


def save_allowances(allowances: dict[int, Allowance]) -> None:
    """Write back what has been used."""
    for account_id, allowance in allowances.items():
        SenderBudget.objects.filter(account=account_id).update(
            used_until=allowance.used_until, campaign_used_until=allowance.bulk_used_until
        )


def pause_sender(account_ids: Iterable[int], *, until: datetime) -> None:
    """Let a sender rest: what is queued stays queued."""
    SenderBudget.objects.filter(account__in=list(account_ids), used_until__lt=until).update(used_until=until)


def _allowance(account: ChannelAccount, row: SenderBudget | None, now: datetime) -> Allowance:
    used = row.used_until if row else now
    return Allowance(account.segments_per_second, now, used, row.campaign_used_until if row else now)
