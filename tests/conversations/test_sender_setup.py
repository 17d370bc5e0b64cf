"""A worker asks the provider about a sender, and the answer stands on the row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from conversations.channel_setup import pack_credentials, webhook_urls
from conversations.channels.sandbox.client import SandboxAccount
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from conversations.models import ChannelAccount
from conversations.tasks_setup import set_up_sender
from tests import factories
from tests.cast import Cast

NUMBER = "+12125550101"


@pytest.fixture(scope="module")
def carrier() -> Iterator[CarrierControl]:
    with run_carrier() as running:
        yield running


@pytest.fixture
def sender(cast: Cast, carrier: CarrierControl, settings: Any) -> ChannelAccount:
    """The sender of the cast, with an account at the carrier, a check asked for."""
    carrier.reset(accounts=True)
    at_carrier: SandboxAccount = carrier.add_account(numbers=[NUMBER])
    settings.SANDBOX_CARRIER_URL = at_carrier.base_url
    ChannelAccount.objects.for_business(cast.business).update(
        account_sid=at_carrier.account, credentials=pack_credentials(auth_token=at_carrier.token), checked_at=None,
        setup_asked_at=factories.NOW, inbound_seen_at=None,
    )  # fmt: skip
    cast.account.refresh_from_db()
    return cast.account


def run(sender: ChannelAccount, *, set_webhooks: bool = False) -> ChannelAccount:
    set_up_sender(sender.pk, set_webhooks=set_webhooks, something_later=True)
    sender.refresh_from_db()
    return sender


def test_a_sender_that_works_is_checked(sender: ChannelAccount) -> None:
    row = run(sender)
    assert row.checked_at is not None and row.problem == ""
    assert (row.setup_asked_at, row.webhooks_set_at) == (None, None)


def test_webhooks_are_pointed_here_and_a_later_check_still_says_so(sender: ChannelAccount) -> None:
    assert run(sender, set_webhooks=True).webhooks_set_at is not None
    assert run(sender).webhooks_set_at is not None


def test_webhooks_that_point_elsewhere_are_told(sender: ChannelAccount, carrier: CarrierControl) -> None:
    run(sender, set_webhooks=True)
    carrier.set_number(NUMBER, sms_url=webhook_urls(sender)["sms_url"] + "/elsewhere")
    assert run(sender).webhooks_set_at is None


def test_wrong_credentials_are_told_in_a_sentence(sender: ChannelAccount) -> None:
    ChannelAccount.across_businesses.filter(pk=sender.pk).update(credentials=pack_credentials(auth_token="0" * 32))
    row = run(sender)
    assert row.problem and row.checked_at is None and row.setup_asked_at is None


def test_a_number_of_another_account_is_told(sender: ChannelAccount) -> None:
    ChannelAccount.across_businesses.filter(pk=sender.pk).update(sender="+12125550199")
    assert "This number is not in that account" in run(sender).problem


def test_a_sender_that_is_gone_is_no_matter(db: None) -> None:
    set_up_sender(0)
