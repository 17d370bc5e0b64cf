"""Status callbacks: one insert each, applied in batches, forward only, with their consequences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import WorkItem
from contacts.models import ContactPoint, Suppression
from conversations import outbox
from conversations.channels.base import DeliveryStatus, StatusUpdate
from conversations.channels.sandbox.testing import CarrierControl
from conversations.models import ChannelAccount, DeliveryEvent, Message
from conversations.outbox import Counts
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask, status_of
from tests.factories import NOW

Deliver = Callable[..., Counts]


def report(account: ChannelAccount, message: Message, status: str, *, code: str = "") -> None:
    update = StatusUpdate(
        provider_id=message.provider_id or "SM1",
        message_id=str(message.uid),
        status=DeliveryStatus(status),
        code=code,
        guide=None,
        occurred_at=None,
        raw={"MessageStatus": status},
    )
    outbox.store_callback(account, update, now=NOW + timedelta(seconds=5))


def make_sent(cast: Cast, *, status: str = "sent") -> Message:
    answer = outbox.submit(ask(cast.contact), now=NOW)
    Message.across_businesses.filter(pk=answer.message_id).update(
        status=status, handed_over_at=NOW, attempts=1, provider_id="" if status != "sent" else f"SM{answer.message_id}"
    )
    row: Message = Message.across_businesses.get(pk=answer.message_id)
    return row


def after(message: Message) -> Message:
    outbox.apply_callbacks(now=NOW + timedelta(seconds=6))
    row: Message = Message.across_businesses.get(pk=message.pk)
    return row


def test_a_callback_is_one_insert(cast: Cast) -> None:
    message = make_sent(cast)
    with CaptureQueriesContext(connection) as queries:
        report(cast.account, message, "delivered")
    assert len(queries) == 1
    assert DeliveryEvent.objects.get().raw_status == "delivered"


def test_a_delivery_is_noted_with_its_time(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.account, message, "delivered")
    row = after(message)
    assert (row.status, row.delivered_at) == ("delivered", NOW + timedelta(seconds=5))


def test_a_late_sent_does_not_undo_delivered(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.account, message, "delivered")
    report(cast.account, message, "sent")
    assert after(message).status == "delivered"


def test_a_callback_settles_an_unknown_outcome(cast: Cast) -> None:
    message = make_sent(cast, status="unknown")
    report(cast.account, message, "delivered")
    row = after(message)
    assert (row.status, row.provider_id) == ("delivered", "SM1")
    assert WorkItem.objects.filter(fact__endswith="MessagesHandedOver").exists()


def test_another_senders_callback_changes_nothing(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.neighbour_account, message, "failed", code="30008")
    assert after(message).status == "sent"


def test_an_opt_out_at_the_carrier_suppresses_the_address(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.account, message, "failed", code="21610")
    assert after(message).status == "failed"
    assert Suppression.across_businesses.get().reason == "carrier_blocked"


def test_a_landline_is_remembered(cast: Cast) -> None:
    message = make_sent(cast)
    report(cast.account, message, "undelivered", code="30006")
    after(message)
    assert ContactPoint.across_businesses.get(contact=cast.contact).line_type == "landline"
    assert Suppression.across_businesses.get().reason == "invalid"


def test_failures_are_told_as_one_fact(cast: Cast) -> None:
    people = [cast.contact, factories.make_contact(cast.business, phone="+12125550177")]
    rows = [Message.across_businesses.get(pk=outbox.submit(ask(one), now=NOW).message_id) for one in people]
    Message.across_businesses.update(status="sent", handed_over_at=NOW)
    for row in rows:
        report(cast.account, row, "undelivered", code="30008")
    outbox.apply_callbacks(now=NOW)
    fact = WorkItem.objects.get(fact__endswith="MessagesFailed")
    assert sorted(fact.payload["message_ids"]) == [row.pk for row in rows]


def test_a_refused_number_is_suppressed_at_once(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    carrier.fail("error", code=21610, http_status=400)
    assert deliver().failed == 1
    row = Message.across_businesses.get(pk=answer.message_id)
    assert (row.status, row.error_code) == ("failed", "21610")
    assert Suppression.across_businesses.get().reason == "carrier_blocked"
    assert status_of(outbox.submit(ask(line.contact), now=NOW)) == "blocked"
