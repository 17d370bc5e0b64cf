"""What django-q2 runs to set a sender up: the only place outside commands where the provider is asked about one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.utils import timezone

from conversations.channel_setup import Checked, SetupFailed, check_sender, set_webhooks, webhook_urls
from conversations.models import ChannelAccount


def set_up_sender(account_id: int, **options: Any) -> None:
    """Check a sender, and set its webhooks when asked to; the answer stands on the row. A removed sender is no matter.

    options: set_webhooks (bool); others are for later versions.
    """
    account = ChannelAccount.across_businesses.filter(pk=account_id).first()
    if account is None:
        return
    wants_webhooks = bool(options.get("set_webhooks"))
    try:
        with suppress(SetupFailed):
            now = timezone.now()
            checked = set_webhooks(account, now=now) if wants_webhooks else check_sender(account, now=now)
            is_set = checked.number is not None and (wants_webhooks or _calls_us(account, checked))
            account.webhooks_set_at = now if is_set else None
    finally:
        account.setup_asked_at = None
        account.save(update_fields=["setup_asked_at", "webhooks_set_at"])


def _calls_us(account: ChannelAccount, checked: Checked) -> bool:
    return checked.number is not None and checked.number.sms_url == webhook_urls(account)["sms_url"]
