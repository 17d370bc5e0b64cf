"""What becomes of a message in the sandbox carrier, and what it reports."""

from typing import Any

import pytest

from conversations.channels.base import ErrorMeaning, Rejected
from conversations.channels.registry import adapter
from conversations.channels.sandbox.testing import CarrierControl, SandboxAccount
from tests.channels.conftest import LEAD, Phone
from tests.channels.sandbox.conftest import Site


def send(phone: Phone, site: Site, **changes: Any) -> str:
    return phone.send(status_callback=f"{site.base_url}/status?message=m1", **changes).provider_id


def test_a_message_is_sent_and_delivered_with_signed_callbacks(
    phone: Phone, carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    provider_id = send(phone, site)
    carrier.settle()
    assert site.statuses() == ["sent", "delivered"]
    assert all(call.is_signed(account.token) and call.form["MessageSid"] == provider_id for call in site.calls)


def test_the_callback_carries_our_id_through_the_adapter(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    send(phone, site)
    carrier.settle()
    query = {"message": site.calls[0].url.partition("message=")[2]}
    update = adapter("sandbox").receiver.parse_status(site.calls[0].form, query)
    assert (update.message_id, update.status) == ("m1", "sent")


@pytest.mark.parametrize("code", [30003, 30005, 30006, 30007, 30008, 30034])
def test_a_delivery_fails_with_a_code(phone: Phone, carrier: CarrierControl, site: Site, code: int) -> None:
    carrier.fail("undelivered", code=code)
    send(phone, site)
    carrier.settle()
    assert site.statuses() == ["sent", "undelivered"]
    assert site.calls[1].form["ErrorCode"] == str(code)


def test_a_message_fails_before_it_was_sent(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("undelivered", code=30002, before_sent=True)
    send(phone, site)
    carrier.settle()
    assert site.statuses() == ["failed"]


def test_a_message_past_its_validity_expires(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("delay", seconds=60)
    send(phone, site, validity_seconds=1)
    carrier.settle()
    assert (site.statuses(), site.calls[0].form["ErrorCode"]) == (["undelivered"], "30036")


def test_a_delay_within_the_validity_only_delays(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("delay", seconds=0.2)
    send(phone, site, validity_seconds=5)
    carrier.settle()
    assert site.statuses() == ["sent", "delivered"]


def test_lost_callbacks_leave_the_truth_in_the_records(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("lose_callbacks", times=None)
    send(phone, site)
    assert carrier.settle()["callbacks_lost"] == 2
    assert site.calls == [] and carrier.messages()[0]["status"] == "delivered"


def test_callbacks_come_twice(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("duplicate_callbacks", times=None)
    send(phone, site)
    carrier.settle()
    assert sorted(site.statuses()) == ["delivered", "delivered", "sent", "sent"]


def test_callbacks_come_in_the_wrong_order(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("reorder_callbacks")
    send(phone, site)
    carrier.settle()
    assert site.statuses() == ["delivered", "sent"]


def test_a_message_stays_on_its_way(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("stuck")
    send(phone, site)
    carrier.settle()
    assert site.statuses() == ["sent"]


def test_a_forged_callback_is_not_signed(
    phone: Phone, carrier: CarrierControl, site: Site, account: SandboxAccount
) -> None:
    carrier.fail("bad_signature", times=None)
    send(phone, site)
    carrier.settle()
    assert not any(call.is_signed(account.token) for call in site.calls)


def test_a_failure_for_one_number_spares_the_others(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("error", code=21614, number=LEAD, times=None)
    assert send(phone, site, to="+12025550112")
    with pytest.raises(Rejected) as caught:
        send(phone, site)
    assert caught.value.meaning == ErrorMeaning.LANDLINE


def test_a_failure_ends_after_its_times_and_when_taken_back(phone: Phone, carrier: CarrierControl, site: Site) -> None:
    carrier.fail("error", code=21614)
    with pytest.raises(Rejected):
        send(phone, site)
    assert send(phone, site)
    carrier.stop_failing(carrier.fail("error", code=21614, times=None))
    assert send(phone, site)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"sender": "+12025550150"}, "21606"), ({"body": "a" * 1601}, "21617"), ({"status_callback": "nowhere"}, "21609")],
)
def test_the_carrier_checks_as_twilio_does(phone: Phone, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Exception, match=code):
        phone.send(**changes)
