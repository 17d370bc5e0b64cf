"""The sender behind a webhook's address, kept for a few seconds: a status callback then costs one insert."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

from conversations.channel_setup import credentials_of
from conversations.models import ChannelAccount

# A sender switched off or given a new token is seen this many seconds later at most.
KEEP_SECONDS = 10.0
_kept: dict[str, tuple[float, WebhookSender]] = {}


@dataclass(frozen=True)
class WebhookSender:
    """A sender as a webhook needs it: the row with its business, and the secret that signs."""

    account: ChannelAccount

    @cached_property
    def secret(self) -> str:
        return credentials_of(self.account).secret


def find_sender(key: str, *, fresh: bool = False) -> WebhookSender | None:
    """Return the active sender of a webhook key, or None; `fresh` asks the database whatever is kept."""
    kept = _kept.get(key)
    if kept is not None and not fresh and kept[0] > time.monotonic():
        return kept[1]
    account = (
        ChannelAccount.across_businesses.select_related("business").filter(webhook_key=key, is_active=True).first()
    )
    if account is None:
        _kept.pop(key, None)
        return None
    found = WebhookSender(account)
    _kept[key] = (time.monotonic() + KEEP_SECONDS, found)
    return found


def forget_senders() -> None:
    """Drop what is kept (tests that change a sender)."""
    _kept.clear()
