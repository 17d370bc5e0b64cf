"""What arrived while we were down is fetched from the carrier, once, in order, with every STOP in it honoured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts import work
from accounts.models import WorkItem
from contacts.consent import active_suppressions, hash_address
from contacts.models import Suppression
from conversations import inbox
from conversations.channel_setup import SetupFailed, check_sender, set_webhooks, webhook_urls
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from conversations.models import ChannelAccount, Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA

US = "+12125550101"


@pytest.fixture(scope="module")
def running() -> Iterator[CarrierControl]:
    with run_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(running: CarrierControl, settings: Any, cast: Cast) -> CarrierControl:
    """A carrier whose customer's site is down: it has our number, and its webhooks reach nobody."""
    running.reset(accounts=True)
    settings.SANDBOX_CARRIER_URL = running.base_url
    account = running.add_account(numbers=[US], carrier_answers=False)
    cast.account.account_sid = account.account
    cast.account.credentials = f'{{"auth_token": "{account.token}"}}'
    cast.account.inbound_seen_at = clock()
    cast.account.catch_up_wanted_at = clock()
    cast.account.save()
    return running


def clock() -> datetime:
    return datetime.now(UTC)


def phone(number: int) -> str:
    return f"+1212555{100 + number:04d}"


def test_an_hour_of_texts_and_stops_is_fetched_once_and_in_order(cast: Cast, carrier: CarrierControl) -> None:
    people = [phone(number) for number in range(2, 52)]
    stopping = people[::10]
    for number in people:
        carrier.phone_writes(sender=number, to=US, body="STOP" if number in stopping else "Still there?")
    result = inbox.catch_up(cast.account, clock=clock)
    assert (result.listed, result.received, result.done) == (50, 50, True)
    assert Suppression.objects.for_business(cast.business).count() == 5
    hashes = [hash_address("phone", number) for number in stopping]
    assert active_suppressions(cast.business, hashes).count() == 5
    assert WorkItem.objects.filter(fact="conversations.events.MessageReceived").count() == 45
    senders = Message.objects.for_business(cast.business).order_by("id").values_list("address", flat=True)
    assert list(senders) == people


def test_catching_up_again_brings_nothing_new(cast: Cast, carrier: CarrierControl) -> None:
    carrier.phone_writes(sender=MARIA, to=US, body="Hello")
    inbox.catch_up(cast.account, clock=clock)
    assert inbox.catch_up(cast.account, clock=clock).received == 0
    assert Message.objects.for_business(cast.business).count() == 1


def test_the_mark_is_taken_away_when_it_is_done(cast: Cast, carrier: CarrierControl) -> None:
    inbox.catch_up(cast.account, clock=clock)
    cast.account.refresh_from_db()
    assert cast.account.catch_up_wanted_at is None
    assert cast.account.caught_up_at is not None


def test_a_mark_set_meanwhile_stays(cast: Cast, carrier: CarrierControl) -> None:
    inbox.want_catch_up(cast.account.pk, now=clock() + timedelta(minutes=1))
    inbox.catch_up(cast.account, clock=clock)
    cast.account.refresh_from_db()
    assert cast.account.catch_up_wanted_at is not None


def test_where_the_carrier_does_not_answer_the_mark_stays(cast: Cast, carrier: CarrierControl, settings: Any) -> None:
    settings.SANDBOX_CARRIER_URL = "http://127.0.0.1:9"
    assert not inbox.catch_up(cast.account, clock=clock).done
    cast.account.refresh_from_db()
    assert cast.account.catch_up_wanted_at is not None


def test_one_message_that_cannot_be_stored_holds_no_other_up(
    cast: Cast, carrier: CarrierControl, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrier.phone_writes(sender=phone(60), to=US, body="poison")
    carrier.phone_writes(sender=MARIA, to=US, body="STOP")
    whole = inbox.receive

    def receive(account: ChannelAccount, inbound: Any, **fields: Any) -> Any:
        if inbound.body == "poison":
            raise ValueError("poison")
        return whole(account, inbound, **fields)

    monkeypatch.setattr("conversations.inbox.catching_up.receive", receive)
    assert not inbox.catch_up(cast.account, clock=clock).done
    cast.account.refresh_from_db()
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()
    assert cast.account.catch_up_wanted_at is not None


def test_a_stop_fetched_in_time_is_still_confirmed(cast: Cast, carrier: CarrierControl) -> None:
    carrier.phone_writes(sender=MARIA, to=US, body="STOP")
    inbox.catch_up(cast.account, clock=clock)
    work.drain(clock=clock)
    assert Message.objects.for_business(cast.business).filter(purpose="opt_out_confirmation").count() == 1


def test_only_what_is_due_is_looked_at(cast: Cast, carrier: CarrierControl) -> None:
    ChannelAccount.across_businesses.exclude(pk=cast.account.pk).update(is_active=False)
    assert inbox.catch_up_due(clock=clock)["senders"] == 1
    assert inbox.catch_up_due(clock=clock)["senders"] == 0


def test_at_start_every_sender_is_marked(cast: Cast) -> None:
    assert inbox.want_catch_up_everywhere(clock()) == 2
    assert not ChannelAccount.across_businesses.filter(catch_up_wanted_at=None).exists()


def test_the_senders_webhooks_are_set_at_the_provider(cast: Cast, carrier: CarrierControl) -> None:
    checked = set_webhooks(cast.account, now=clock())
    assert checked.number is not None and checked.number.number == US
    again = check_sender(cast.account, now=clock())
    assert again.number is not None and again.number.sms_url == webhook_urls(cast.account)["sms_url"]


@pytest.mark.parametrize(("voice_url", "taken"), [("", True), ("https://pbx.example/answer", False)])
def test_calls_are_not_taken_away_from_what_answers_them_today(
    cast: Cast, carrier: CarrierControl, voice_url: str, taken: bool
) -> None:
    carrier.set_number(US, voice_url=voice_url)
    account = ChannelAccount.across_businesses.get(pk=cast.account.pk)
    set_webhooks(account, now=clock())
    number = check_sender(account, now=clock()).number
    assert number is not None
    assert (number.voice_url == webhook_urls(cast.account)["voice_url"]) is taken


def test_wrong_credentials_are_explained_and_kept(cast: Cast, carrier: CarrierControl) -> None:
    cast.account.credentials = '{"auth_token": "wrong"}'
    with pytest.raises(SetupFailed):
        check_sender(cast.account, now=clock())
    cast.account.refresh_from_db()
    assert cast.account.problem


def test_a_number_that_is_not_in_the_account_is_refused_with_a_sentence(cast: Cast, carrier: CarrierControl) -> None:
    cast.account.sender = "+12125550142"
    with pytest.raises(SetupFailed, match="not in that account"):
        check_sender(cast.account, now=clock())


def test_a_neighbours_texts_stay_with_the_neighbour(cast: Cast, carrier: CarrierControl) -> None:
    carrier.set_number("+12125550102", account=cast.account.account_sid)
    carrier.phone_writes(sender=factories.fictional_phone(), to="+12125550102", body="Hello dentist")
    assert inbox.catch_up(cast.account, clock=clock).listed == 0
