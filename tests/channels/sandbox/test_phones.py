"""What leads write and call, and what the carrier answers by itself."""

from datetime import UTC, datetime

import pytest

from conversations.channels.base import ErrorMeaning, Rejected
from conversations.channels.registry import adapter
from conversations.channels.sandbox.testing import CarrierControl, ControlRefused, SandboxAccount
from conversations.channels.twilio.voice import do_nothing, forward_call
from tests.channels.conftest import LEAD, OURS, Phone
from tests.channels.sandbox.conftest import Site

RECEIVER = adapter("sandbox").receiver


def test_a_text_arrives_signed_and_complete(carrier: CarrierControl, site: Site, account: SandboxAccount) -> None:
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    sent = carrier.phone_writes(sender=LEAD, to=OURS, body="Yes & no, 2+3=5 🎉\n")
    inbound = RECEIVER.parse_inbound(site.calls[0].form)
    assert site.calls[0].is_signed(account.token) and sent["webhook"] == 204
    assert (inbound.sender, inbound.to, inbound.body) == (LEAD, OURS, "Yes & no, 2+3=5 🎉\n")


def test_a_picture_arrives(carrier: CarrierControl, site: Site, account: SandboxAccount) -> None:
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    carrier.phone_writes(
        sender=LEAD, to=OURS, body="", media=[{"url": "https://example.com/1", "content_type": "image/png"}]
    )
    assert [media.content_type for media in RECEIVER.parse_inbound(site.calls[0].form).media] == ["image/png"]


def test_a_failed_webhook_is_not_repeated(carrier: CarrierControl, site: Site, account: SandboxAccount) -> None:
    site.status = 500
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    assert carrier.phone_writes(sender=LEAD, to=OURS, body="hi")["webhook"] == 500
    assert carrier.settle()["webhooks_failed"] == 1 and len(site.calls) == 1


def test_an_answer_in_the_webhook_is_a_text_that_everybody_sees(
    carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    site.status, site.answer = 200, "<Response><Message><Body>Hi &amp; bye</Body></Message></Response>"
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    assert carrier.settle()["twiml_replies"] == 1
    assert carrier.phone_messages(LEAD)[-1]["body"] == "Hi & bye"


def test_in_downtime_the_text_is_in_the_records_only(
    carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    carrier.fail("drop_webhook", times=None)
    assert carrier.phone_writes(sender=LEAD, to=OURS, body="hi")["webhook"] == 0
    assert site.calls == [] and carrier.messages(direction="inbound")[0]["body"] == "hi"


def test_a_webhook_can_come_twice(carrier: CarrierControl, site: Site, account: SandboxAccount) -> None:
    carrier.set_number(OURS, sms_url=f"{site.base_url}/in")
    carrier.fail("duplicate_webhook")
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    assert site.calls[0].form == site.calls[1].form


def test_without_own_answers_the_carrier_leaves_keywords_to_us(
    carrier: CarrierControl, phone: Phone, account: SandboxAccount
) -> None:
    assert carrier.phone_writes(sender=LEAD, to=OURS, body="STOP")["keyword"] is None
    assert phone.send().provider_id


@pytest.mark.parametrize(
    "word", ["STOP", "stop ", "Stopall", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]
)
def test_the_carrier_answers_a_stop_and_refuses_from_then_on(
    carrier: CarrierControl, phone: Phone, site: Site, word: str
) -> None:
    carrier.set_number(OURS, carrier_answers=True, sms_url=f"{site.base_url}/in")
    carrier.phone_writes(sender=LEAD, to=OURS, body=word)
    assert RECEIVER.parse_inbound(site.calls[0].form).opt_out_type == "STOP"
    assert "unsubscribed" in carrier.phone_messages(LEAD)[-1]["body"]
    with pytest.raises(Rejected) as caught:
        phone.send()
    assert caught.value.meaning == ErrorMeaning.OPTED_OUT


@pytest.mark.parametrize("words", ["stop please", "opt out", "don't stop"])
def test_the_carrier_knows_single_words_only(carrier: CarrierControl, account: SandboxAccount, words: str) -> None:
    carrier.set_number(OURS, carrier_answers=True)
    assert carrier.phone_writes(sender=LEAD, to=OURS, body=words)["keyword"] is None


def test_a_start_lets_texts_through_again(carrier: CarrierControl, phone: Phone) -> None:
    carrier.set_number(OURS, carrier_answers=True)
    carrier.phone_writes(sender=LEAD, to=OURS, body="STOP")
    assert carrier.phone_writes(sender=LEAD, to=OURS, body="start")["keyword"] == "START"
    assert phone.send().provider_id


def test_a_yes_is_just_a_yes_unless_the_phone_had_stopped(carrier: CarrierControl, account: SandboxAccount) -> None:
    carrier.set_number(OURS, carrier_answers=True)
    assert carrier.phone_writes(sender=LEAD, to=OURS, body="YES")["keyword"] is None


def test_a_second_stop_gets_no_second_answer(carrier: CarrierControl, account: SandboxAccount) -> None:
    carrier.set_number(OURS, carrier_answers=True)
    for _ in range(2):
        carrier.phone_writes(sender=LEAD, to=OURS, body="STOP")
    assert carrier.counters()["carrier_answers"] == 1


def test_phones_are_listed_without_our_own_numbers(carrier: CarrierControl, account: SandboxAccount) -> None:
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    assert [row["phone"] for row in carrier.phones()] == [LEAD]


@pytest.mark.parametrize(("sender", "to"), [("+12025551234", OURS), (LEAD, "+12025550150")])
def test_nobody_who_exists_can_write(carrier: CarrierControl, account: SandboxAccount, sender: str, to: str) -> None:
    with pytest.raises(ControlRefused):
        carrier.phone_writes(sender=sender, to=to, body="hi")


def test_an_unanswered_call_is_reported_by_the_dial(
    carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    site.answer = forward_call(to="+12025550199", caller=LEAD, action=f"{site.base_url}/dial?a=1&b=2", ring_seconds=5)
    site.status = 200
    carrier.set_number(OURS, voice_url=f"{site.base_url}/voice", status_callback=f"{site.base_url}/call")
    played = carrier.phone_calls(sender=LEAD, to=OURS, outcome="no-answer")
    calls = [RECEIVER.parse_call(call.form) for call in site.calls]
    assert played["webhooks"] == {"voice": 200, "dial": 200, "status": 200}
    assert [(call.status, call.missed) for call in calls] == [
        ("ringing", False),
        ("no-answer", True),
        ("completed", False),
    ]
    assert all(call.is_signed(account.token) for call in site.calls)


def test_a_call_that_is_not_forwarded_has_no_dial(carrier: CarrierControl, site: Site, account: SandboxAccount) -> None:
    site.answer, site.status = do_nothing(), 200
    carrier.set_number(OURS, voice_url=f"{site.base_url}/voice")
    assert carrier.phone_calls(sender=LEAD, to=OURS)["webhooks"] == {"voice": 200}


def test_a_moved_clock_dates_what_is_recorded_until_it_is_put_back(
    carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    carrier.move_clock(datetime(2026, 1, 31, 16, 0, tzinfo=UTC))
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi")
    carrier.move_clock(None)
    carrier.phone_writes(sender=LEAD, to=OURS, body="hi again")
    dates = [row["date_sent"] for row in carrier.phone_messages(LEAD)]
    assert dates[0] == "Sat, 31 Jan 2026 16:00:00 +0000"
    assert not dates[1].startswith("Sat, 31 Jan 2026")
