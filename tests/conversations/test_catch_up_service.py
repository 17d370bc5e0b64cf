"""Catch-up asks for every number of a messaging service, for pictures, and for what was refused as forged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contacts.consent import active_suppressions, hash_address
from conversations import inbox, senders
from conversations.channel_setup import pack_credentials
from conversations.channels.sandbox.client import SandboxAccount
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from conversations.inbox.senders import forget_senders
from conversations.models import ChannelAccount, Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA
from tests.conversations.webhook_calls import inbound_form, post_signed, sms_url

OURS, OTHER, NEIGHBOURS = "+12125550101", "+12125550103", "+12125550102"
NEW_TOKEN = "ab" * 16


@pytest.fixture(scope="module")
def running() -> Iterator[CarrierControl]:
    with run_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(running: CarrierControl, settings: Any, tmp_path: Path) -> CarrierControl:
    forget_senders()
    running.reset(accounts=True)
    settings.SANDBOX_CARRIER_URL = running.base_url
    settings.VAR_DIR = tmp_path
    return running


@pytest.fixture
def at_carrier(carrier: CarrierControl, cast: Cast) -> SandboxAccount:
    """Our account at the carrier: three numbers in one messaging service, one of which is the neighbour's sender."""
    account = carrier.add_account(numbers=[OURS, OTHER, NEIGHBOURS], carrier_answers=False)
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(
        account_sid=account.account, credentials=pack_credentials(auth_token=account.token),
        service_sid=account.messaging_service, inbound_seen_at=clock(), caught_up_at=clock(),
    )  # fmt: skip
    cast.account.refresh_from_db()
    ChannelAccount.across_businesses.exclude(pk=cast.account.pk).update(is_active=False)
    return account


def clock() -> datetime:
    return datetime.now(UTC)


def bodies(cast: Cast) -> list[str]:
    return list(Message.objects.for_business(cast.business).order_by("id").values_list("body", flat=True))


def fresh(cast: Cast) -> ChannelAccount:
    account: ChannelAccount = ChannelAccount.across_businesses.get(pk=cast.account.pk)
    return account


@pytest.mark.usefixtures("at_carrier")
def test_a_stop_to_another_number_of_the_service_is_fetched(cast: Cast, carrier: CarrierControl) -> None:
    carrier.phone_writes(sender=MARIA, to=OTHER, body="STOP")
    assert inbox.catch_up(cast.account, clock=clock).done
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()


@pytest.mark.usefixtures("at_carrier")
def test_a_number_of_the_service_that_is_somebody_elses_sender_stays_theirs(
    cast: Cast, carrier: CarrierControl
) -> None:
    carrier.phone_writes(sender=MARIA, to=NEIGHBOURS, body="For the dentist")
    carrier.phone_writes(sender=MARIA, to=OURS, body="For the plumber")
    inbox.catch_up(cast.account, clock=clock)
    assert bodies(cast) == ["For the plumber"]


@pytest.fixture
def given_up(cast: Cast) -> ChannelAccount:
    """The other number as the sender that it was before it joined the service."""
    sender = factories.make_account(cast.business, sender=OTHER)
    ChannelAccount.across_businesses.filter(pk=sender.pk).update(is_active=False)
    return sender


@pytest.mark.usefixtures("at_carrier", "given_up")
def test_a_stop_to_a_number_of_the_service_that_was_a_sender_once_is_fetched(
    cast: Cast, carrier: CarrierControl
) -> None:
    carrier.phone_writes(sender=MARIA, to=OTHER, body="STOP")
    assert inbox.catch_up(cast.account, clock=clock).done
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()


@pytest.mark.usefixtures("at_carrier")
def test_what_a_former_sender_has_stored_is_not_fetched_again(
    cast: Cast, carrier: CarrierControl, given_up: ChannelAccount
) -> None:
    carrier.phone_writes(sender=MARIA, to=OTHER, body="Hello")
    inbox.catch_up(cast.account, clock=clock)
    Message.objects.for_business(cast.business).update(account=given_up)
    inbox.catch_up(fresh(cast), clock=clock)
    assert bodies(cast) == ["Hello"]


@pytest.mark.usefixtures("at_carrier")
def test_a_service_that_cannot_be_read_keeps_no_stop_from_being_heard(cast: Cast, carrier: CarrierControl) -> None:
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(service_sid="MG" + "0" * 32)
    carrier.phone_writes(sender=MARIA, to=OURS, body="STOP")
    assert not inbox.catch_up(fresh(cast), clock=clock).done
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()
    assert fresh(cast).catch_up_wanted_at is not None


@pytest.mark.usefixtures("at_carrier")
def test_the_pictures_of_a_fetched_message_come_with_it(cast: Cast, carrier: CarrierControl) -> None:
    picture = [{"url": "https://example.com/roof.jpg", "content_type": "image/jpeg"}]
    carrier.phone_writes(sender=MARIA, to=OURS, body="My roof", media=picture)
    inbox.catch_up(cast.account, clock=clock)
    stored = Message.objects.for_business(cast.business).get().media
    assert [item["content_type"] for item in stored] == ["image/jpeg"]
    assert stored[0]["url"].startswith(carrier.base_url)


@pytest.mark.usefixtures("at_carrier")
def test_words_do_not_wait_for_pictures_that_cannot_be_named(
    cast: Cast, carrier: CarrierControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.phone_writes(sender=MARIA, to=OURS, body="STOP", media=[{"url": "https://example.com/a.jpg"}])
    monkeypatch.setattr("conversations.channels.twilio.send.as_id", lambda value: "none" if "SM" in value else value)
    assert inbox.catch_up(cast.account, clock=clock).done
    assert len(Message.objects.for_business(cast.business).get().media) == 1


def forged(cast: Cast) -> int:
    return int(post_signed(sms_url(cast.account), inbound_form("STOP"), token=NEW_TOKEN).status_code)


@pytest.mark.usefixtures("at_carrier")
def test_a_changed_token_stops_the_sender_with_a_sentence_and_marks_it(cast: Cast, carrier: CarrierControl) -> None:
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(credentials=pack_credentials(auth_token="old"))
    assert not inbox.catch_up(fresh(cast), clock=clock).done
    assert "credentials" in fresh(cast).problem
    assert fresh(cast).catch_up_wanted_at is not None


def test_what_was_refused_is_read_back_once_the_new_token_is_entered(
    cast: Cast, carrier: CarrierControl, at_carrier: SandboxAccount
) -> None:
    rows = ChannelAccount.across_businesses.filter(pk=cast.account.pk)
    rows.update(credentials=pack_credentials(auth_token="old"))
    carrier.phone_writes(sender=MARIA, to=OURS, body="STOP")
    assert forged(cast) == 403
    inbox.catch_up_due(clock=lambda: clock() + timedelta(minutes=2))
    assert bodies(cast) == []
    rows.update(credentials=pack_credentials(auth_token=at_carrier.token))
    inbox.catch_up_due(clock=lambda: clock() + timedelta(minutes=3))
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()


@pytest.mark.usefixtures("at_carrier")
def test_a_refused_webhook_is_asked_for_soon_and_holds_nothing_up(cast: Cast, carrier: CarrierControl) -> None:
    carrier.phone_writes(sender=MARIA, to=OURS, body="STOP")
    assert forged(cast) == 403
    assert fresh(cast).catch_up_wanted_at is None
    inbox.catch_up_due(clock=lambda: clock() + timedelta(minutes=2))
    assert bodies(cast) == ["STOP"]


@pytest.mark.usefixtures("at_carrier")
def test_many_forgeries_make_one_look(cast: Cast) -> None:
    for _ in range(3):
        forged(cast)
    later = clock() + timedelta(minutes=2)
    assert [inbox.catch_up_due(clock=lambda: later)["senders"] for _ in range(3)] == [1, 0, 0]


def test_a_new_token_marks_the_sender_for_catch_up(db: None) -> None:
    account = factories.make_account(factories.make_business("real-roofing", is_demo=False))
    ChannelAccount.across_businesses.filter(pk=account.pk).update(refused_at=factories.NOW)
    values, secrets = senders.SenderValues(), senders.Secrets(auth_token=NEW_TOKEN)
    senders.edit_sender(account, values=values, secrets=secrets, now=factories.NOW)
    account.refresh_from_db()
    assert (account.catch_up_wanted_at, account.refused_at) == (factories.NOW, None)
