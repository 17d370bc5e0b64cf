"""Handing over: cleared again, once, in order, and written down before and after the call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.consent import StopFacts, suppress
from contacts.eligibility import Purpose
from conversations import outbox
from conversations.channels.sandbox.testing import CarrierControl
from conversations.models import Clearance, DeliveryAttempt, Message
from conversations.outbox import Counts
from conversations.outbox.asks import ask_for_message
from conversations.outbox.claim import LOADED, claim_due
from conversations.outbox.handover import take_batch, validity_seconds
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask, status_of
from tests.factories import NOW

Deliver = Callable[..., Counts]


def test_a_due_message_reaches_the_phone_once(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    assert deliver().sent == 1
    assert deliver().claimed == 0
    assert [text["body"][:16] for text in carrier.phone_messages("+12125550110")] == ["Harbor Plumbing:"]
    assert status_of(answer) == "sent"


def test_a_sent_message_has_an_attempt_and_a_second_clearance(line: Cast, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    deliver()
    message = Message.across_businesses.get(pk=answer.message_id)
    stages = list(Clearance.across_businesses.filter(message=message).order_by("id").values_list("stage", "verdict"))
    assert stages == [("submit", "allow"), ("hand_over", "allow")]
    assert DeliveryAttempt.across_businesses.get(message=message).outcome == "accepted"
    assert (message.handed_over_at, message.sent_at, message.provider_id[:2]) == (NOW, NOW, "SM")


def test_a_stop_between_submit_and_hand_over_blocks(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact), now=NOW)
    Message.across_businesses.filter(pk=answer.message_id).update(status="held")
    suppress(
        line.business, kind_of_address="phone", address="+12125550110", reason="opted_out_by_text",
        facts=StopFacts(), now=NOW,
    )  # fmt: skip
    # As if the cancelling of what waits had missed it: the hand-over decides for itself.
    Message.across_businesses.filter(pk=answer.message_id).update(status="queued")
    assert deliver().blocked == 1
    assert carrier.messages(direction="outbound") == []
    assert Clearance.across_businesses.filter(message=answer.message_id, stage="change", verdict="block").exists()


def test_one_reason_makes_one_text_whoever_asks(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    for _ in range(3):
        outbox.submit(ask(line.contact, purpose=Purpose.APPOINTMENT, reason_key="booking 7"), now=NOW)
    deliver()
    assert len(carrier.messages(direction="outbound")) == 1
    assert Message.across_businesses.filter(status="blocked", status_reason="already_said").count() == 2


def test_a_message_past_its_latest_time_is_cancelled(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    answer = outbox.submit(ask(line.contact, expires_at=NOW + timedelta(minutes=5)), now=NOW)
    assert deliver(NOW + timedelta(minutes=5)).expired == 1
    message = Message.across_businesses.get(pk=answer.message_id)
    assert (message.status, message.status_reason) == ("cancelled", "expired")
    assert carrier.messages(direction="outbound") == []


def test_a_text_may_travel_only_until_the_first_end_of_its_time() -> None:
    ends = (NOW + timedelta(hours=3), NOW + timedelta(minutes=90), None)
    assert validity_seconds(now=NOW, ends=ends) == 5400
    assert validity_seconds(now=NOW, ends=(None,)) == 36_000
    assert validity_seconds(now=NOW, ends=(NOW + timedelta(milliseconds=10),)) == 1


def test_a_deferred_message_leaves_when_its_hours_begin(line: Cast, deliver: Deliver) -> None:
    night = NOW.replace(hour=5)  # midnight in New York
    answer = outbox.submit(ask(line.contact), now=night)
    assert deliver(night).claimed == 0
    due = Message.across_businesses.get(pk=answer.message_id).due_at
    assert due is not None and due > night
    assert deliver(due).sent == 1


def test_what_is_urgent_leaves_first(line: Cast, carrier: CarrierControl, deliver: Deliver) -> None:
    people = [factories.make_contact(line.business) for _ in range(3)]
    outbox.submit(ask(people[0]), now=NOW)
    outbox.submit(ask(people[1], purpose=Purpose.APPOINTMENT), now=NOW + timedelta(seconds=1))
    outbox.submit(
        ask(people[2], purpose=Purpose.MEMBER_REPLY, author="member", by_member_id=line.owner.pk),
        now=NOW + timedelta(seconds=2),
    )
    for moment in range(3):
        deliver(NOW + timedelta(seconds=10 + moment), limit=1)
    order = [text["to"] for text in carrier.messages(direction="outbound")]
    assert order == [contact.points.get().address for contact in reversed(people)]


def test_conversation_and_contact_say_that_something_left(line: Cast, deliver: Deliver) -> None:
    outbox.submit(ask(line.contact), now=NOW)
    deliver()
    line.contact.refresh_from_db()
    thread = line.contact.conversation
    assert (line.contact.last_outbound_at, thread.last_outbound_at, thread.last_message_at) == (NOW, NOW, NOW)
    assert thread.preview.startswith("Harbor Plumbing:")


def test_a_hand_over_of_forty_takes_as_many_queries_as_one_of_four(line: Cast, carrier: CarrierControl) -> None:
    people = [factories.make_contact(line.business, phone=f"+12125550{120 + n}") for n in range(48)]
    outbox.submit_many([ask(person) for person in people], now=NOW)
    counts = []
    for limit in (4, 4, 40):
        with CaptureQueriesContext(connection) as queries:
            batch = take_batch(now=NOW, worker="w", limit=limit)
        assert len(batch.outgoing) == limit
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_what_is_claimed_holds_what_a_hand_over_reads_and_loads_the_rest_when_asked(line: Cast) -> None:
    outbox.submit(ask(line.contact), now=NOW)
    stored = Message.objects.for_business(line.business).get()
    with transaction.atomic():
        (claimed,) = claim_due(now=NOW, limit=1).messages
        with CaptureQueriesContext(connection) as queries:
            assert [getattr(claimed, name) for name in LOADED] == [getattr(stored, name) for name in LOADED]
            assert ask_for_message(claimed, now=NOW) == ask_for_message(stored, now=NOW)
        assert len(queries) == 0
        assert (claimed, claimed.created_at, claimed.account) == (stored, stored.created_at, stored.account)


def test_a_body_and_a_number_stay_out_of_what_is_shown(line: Cast, carrier: CarrierControl) -> None:
    outbox.submit(ask(line.contact, body="Your secret plan"), now=NOW)
    (outgoing,) = take_batch(now=NOW, worker="w", limit=1).outgoing
    assert "secret plan" not in repr(outgoing)
    assert "+12125550110" not in repr(outgoing)
