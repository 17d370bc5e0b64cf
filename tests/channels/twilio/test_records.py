"""Reading the provider's own records: every page, the right ones, and failures that change nothing."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from conversations.channels.base import DeliveryStatus, ErrorMeaning, RemoteMessage, TryLater, read_back
from conversations.channels.registry import adapter
from conversations.channels.sandbox.testing import CarrierControl, SandboxAccount
from conversations.channels.twilio import send
from tests.channels.conftest import LEAD, OURS, Phone

OTHER = "+12025550112"


def an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def listed(phone: Phone, **query: object) -> list[RemoteMessage]:
    asked = {"since": an_hour_ago(), **query}
    return phone.run(
        lambda s: phone.sender.list_messages(credentials=phone.credentials, session=s, **asked)  # type: ignore[arg-type]
    )


def test_one_message_is_found_by_its_id(phone: Phone, carrier: CarrierControl) -> None:
    provider_id = phone.send().provider_id
    carrier.settle()
    found = phone.run(lambda s: phone.sender.fetch(provider_id, credentials=phone.credentials, session=s))
    assert found and (found.status, found.to, found.direction) == (DeliveryStatus.DELIVERED, LEAD, "outbound")


def test_a_message_that_the_provider_never_had_is_none(phone: Phone) -> None:
    assert phone.run(lambda s: phone.sender.fetch("SM" + "0" * 32, credentials=phone.credentials, session=s)) is None


def test_a_refused_look_up_is_not_mistaken_for_a_missing_message(phone: Phone) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, secret="wrong")
    with pytest.raises(TryLater):
        phone.run(lambda s: phone.sender.fetch("SM1", credentials=phone.credentials, session=s))


def test_the_list_follows_every_page(phone: Phone, carrier: CarrierControl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send, "PAGE_SIZE", "3")
    for number in range(10):
        carrier.phone_writes(sender=LEAD, to=OURS, body=f"text {number}", wait=False)
    assert [message.body for message in listed(phone, to=OURS)] == [f"text {number}" for number in range(10)]


def test_a_message_still_in_the_queue_is_found_by_its_pair_of_numbers(phone: Phone, carrier: CarrierControl) -> None:
    carrier.pace(sent_after=30)
    phone.send()
    assert len(listed(phone, to=LEAD, sender=OURS)) == 1


def test_the_direction_is_kept_apart(phone: Phone, carrier: CarrierControl) -> None:
    phone.send()
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    carrier.settle()
    assert [message.body for message in listed(phone, direction="inbound")] == ["hi"]


def test_a_messaging_service_can_be_asked_for(phone: Phone, carrier: CarrierControl, account: SandboxAccount) -> None:
    phone.send(body="by number")
    phone.send(body="by service", sender=account.messaging_service)
    carrier.settle()
    assert [message.body for message in listed(phone, to=LEAD, sender=account.messaging_service)] == ["by service"]


def test_other_recipients_are_left_out(phone: Phone, carrier: CarrierControl) -> None:
    phone.send(to=OTHER)
    carrier.settle()
    assert listed(phone, to=LEAD, sender=OURS) == []


def test_what_is_older_or_newer_is_left_out(phone: Phone, carrier: CarrierControl) -> None:
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    now = datetime.now(UTC)
    assert listed(phone, to=OURS, since=now + timedelta(minutes=1)) == []
    assert listed(phone, to=OURS, until=now - timedelta(minutes=1)) == []


def test_since_counts_the_whole_second(phone: Phone, carrier: CarrierControl) -> None:
    since = datetime.now(UTC)
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    assert len(listed(phone, to=OURS, since=since)) == 1


@pytest.mark.parametrize("failure", [{"kind": "http", "http_status": 500}, {"kind": "broken"}, {"kind": "garbage"}])
def test_a_failed_look_up_may_be_repeated(phone: Phone, carrier: CarrierControl, failure: dict[str, object]) -> None:
    carrier.fail(**failure, operation="list", times=2)  # type: ignore[arg-type]
    with pytest.raises(TryLater):
        listed(phone)


def test_an_hour_of_downtime_can_be_caught_up(phone: Phone, carrier: CarrierControl) -> None:
    carrier.set_number(OURS, sms_url="http://127.0.0.1:9/hooks", carrier_answers=True)
    downtime = carrier.fail("drop_webhook", times=None)
    for number in range(1, 51):
        body = "STOP" if number % 10 == 0 else f"text {number}"
        carrier.phone_writes(sender=f"+120255501{number:02}", to=OURS, body=body)
    carrier.stop_failing(downtime)
    found = listed(phone, to=OURS, direction="inbound")
    assert (len(found), sum(message.body == "STOP" for message in found)) == (50, 5)


def test_a_missed_text_is_read_back_with_its_pictures(phone: Phone, carrier: CarrierControl) -> None:
    carrier.phone_writes(
        sender=LEAD, to=OURS, body="this one", media=[{"url": "http://x/1", "content_type": "image/png"}]
    )
    record = listed(phone, to=OURS)[0]
    media = phone.run(lambda s: phone.sender.list_media(record.provider_id, credentials=phone.credentials, session=s))
    inbound = read_back(record, media=media)
    assert (inbound.body, inbound.sender, inbound.received_at) == ("this one", LEAD, record.created_at)
    assert [item.content_type for item in inbound.media] == ["image/png"]
    assert inbound.media[0].url.startswith(phone.credentials.base_url)


def test_calls_are_listed(phone: Phone, carrier: CarrierControl) -> None:
    carrier.phone_calls(sender=LEAD, to=OURS, outcome="no-answer")
    calls = phone.run(
        lambda s: phone.sender.list_calls(credentials=phone.credentials, session=s, since=an_hour_ago(), to=OURS)
    )
    assert [(call.sender, call.status, call.direction) for call in calls] == [(LEAD, "no-answer", "inbound")]


def test_the_account_is_described(phone: Phone, account: SandboxAccount) -> None:
    found = phone.run(lambda s: phone.sender.check_credentials(credentials=phone.credentials, session=s))
    assert (found.account, found.status, found.trial) == (account.account, "active", False)


def test_wrong_credentials_are_told_apart_from_an_outage(phone: Phone) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, secret="wrong")
    with pytest.raises(TryLater) as caught:
        phone.run(lambda s: phone.sender.check_credentials(credentials=phone.credentials, session=s))
    assert caught.value.meaning == ErrorMeaning.AUTH


def test_an_account_id_cannot_lead_to_another_address(phone: Phone) -> None:
    phone.credentials = dataclasses.replace(phone.credentials, account="../../_sandbox/accounts?")
    with pytest.raises(TryLater):
        phone.run(lambda s: phone.sender.check_credentials(credentials=phone.credentials, session=s))


def test_the_webhooks_of_a_number_are_set(phone: Phone) -> None:
    setup = adapter("sandbox").setup
    numbers = phone.run(lambda s: setup.list_numbers(credentials=phone.credentials, session=s))
    changed = phone.run(
        lambda s: setup.set_webhooks(
            numbers[0].provider_id, credentials=phone.credentials, session=s, sms_url="https://example.com/in"
        )
    )
    assert (changed.number, changed.sms_url, changed.voice_url) == (OURS, "https://example.com/in", "")


def test_free_numbers_are_found_by_area_code(phone: Phone) -> None:
    found = phone.run(
        lambda s: adapter("sandbox").setup.search_numbers(
            credentials=phone.credentials, session=s, country="us", area_code="303"
        )
    )
    assert len(found) == 30 and found[0].number == "+13035550100" and found[0].sms
