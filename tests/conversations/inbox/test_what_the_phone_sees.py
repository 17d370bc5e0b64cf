"""From the carrier's webhook to the text on the phone."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection

from accounts import work
from contacts.consent import active_suppressions, hash_address
from conversations import inbox, outbox
from conversations.channels.sandbox.testing import CarrierControl
from conversations.inbox.senders import forget_senders
from conversations.models import Conversation, Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, make_outbound, text
from tests.conversations.webhook_calls import inbound_form, post_signed, sms_url
from tests.factories import NOW


def run_workers(at: timedelta = timedelta(0)) -> None:
    """Everything that waits has its turn: listeners, then the outbox, then the listeners of what it did."""
    work.drain(clock=lambda: NOW + at)
    outbox.deliver_due(clock=lambda: NOW + at, worker="test")
    work.drain(clock=lambda: NOW + at)


def seen(carrier: CarrierControl, phone: str = MARIA) -> list[str]:
    carrier.settle()
    return [row["body"] for row in carrier.phone_messages(phone) if row["direction"] != "inbound"]


def test_twenty_copies_of_a_webhook_are_one_text_on_the_phone(line: Cast, carrier: CarrierControl) -> None:
    forget_senders()
    form, url = inbound_form("Yes, I am interested"), sms_url(line.account)
    token = json.loads(line.account.credentials)["auth_token"]

    def post(_: int) -> int:
        try:
            return post_signed(url, form, token=token).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(post, range(20))) == {200}
    message = Message.objects.for_business(line.business).get()
    Message.objects.for_business(line.business).filter(pk=message.pk).update(created_at=NOW)
    run_workers()
    run_workers()
    [answer] = seen(carrier)
    assert "What would you like us to help you with?" in answer
    assert "automated assistant" in answer and "STOP" in answer


def test_a_stop_among_queued_campaign_texts_leaves_only_its_confirmation(line: Cast, carrier: CarrierControl) -> None:
    for _ in range(50):
        make_outbound(line.contact, line.account, body="Come back to us. Reply STOP to stop.")
    inbox.receive(line.account, text("STOP"), now=NOW)
    run_workers()
    assert seen(carrier) == [
        "Harbor Plumbing: you have opted out and will get no more texts from us. Reply START to come back."
    ]


def test_after_a_stop_nothing_more_is_answered(line: Cast, carrier: CarrierControl) -> None:
    inbox.receive(line.account, text("STOP"), now=NOW)
    run_workers()
    inbox.receive(line.account, text("do you do drains?"), now=NOW + timedelta(minutes=1))
    run_workers(timedelta(minutes=1))
    assert len(seen(carrier)) == 1


def test_a_confirmation_later_than_five_minutes_is_dropped(line: Cast, carrier: CarrierControl) -> None:
    inbox.receive(line.account, text("STOP"), now=NOW)
    work.drain(clock=lambda: NOW)
    run_workers(timedelta(minutes=6))
    assert seen(carrier) == []


def test_a_complaint_gets_one_holding_line_and_then_the_bot_is_paused(line: Cast, carrier: CarrierControl) -> None:
    inbox.receive(line.account, text("this is terrible service, I want to complain"), now=NOW)
    run_workers()
    thread = Conversation.objects.for_business(line.business).get(contact=line.contact)
    assert (len(seen(carrier)), thread.bot, thread.needs_you) == (1, "paused", True)


def test_a_wrong_number_gets_an_apology_and_then_nothing(line: Cast, carrier: CarrierControl) -> None:
    inbox.receive(line.account, text("wrong number"), now=NOW)
    run_workers()
    [apology] = seen(carrier)
    rows = active_suppressions(line.business, [hash_address("phone", MARIA)])
    assert "Sorry for the mix-up." in apology
    assert list(rows.values_list("reason", flat=True)) == ["wrong_number"]


def test_help_names_the_business_and_the_way_out(line: Cast, carrier: CarrierControl) -> None:
    inbox.receive(line.account, text("HELP"), now=NOW)
    run_workers()
    [answer] = seen(carrier)
    assert "Harbor Plumbing" in answer and "STOP" in answer


def test_somebody_who_comes_back_is_welcomed_and_answered_again(line: Cast, carrier: CarrierControl) -> None:
    for minute, words in enumerate(("STOP", "START", "Yes, I am interested")):
        inbox.receive(line.account, text(words), now=NOW + timedelta(minutes=minute))
        run_workers(timedelta(minutes=minute))
    assert ["opted out" in body or "Welcome back" in body for body in seen(carrier)] == [True, True, False]


def test_never_again_from_two_phones_at_once_stops_both(line: Cast) -> None:
    other = "+12125550112"
    factories.make_point(line.contact, address=other)

    def receive(phone: str) -> None:
        try:
            inbox.receive(line.account, text("never contact me again in any way", sender=phone), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(receive, [MARIA, other]))
    hashes = [hash_address("phone", phone) for phone in (MARIA, other)]
    stopped = active_suppressions(line.business, hashes).filter(all_channels=True)
    assert set(stopped.values_list("address_hash", flat=True)) == set(hashes)


def test_two_workers_on_one_burst_make_one_answer(line: Cast, carrier: CarrierControl) -> None:
    type(line.business).objects.filter(pk=line.business.pk).update(reply_wait_seconds=6)
    for second, words in enumerate(("Hi, yes", "I need my furnace looked at", "call me please")):
        inbox.receive(line.account, text(words), now=NOW + timedelta(seconds=second))

    def drain(_: int) -> None:
        try:
            work.drain(clock=lambda: NOW + timedelta(seconds=3))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(drain, range(2)))
    run_workers(timedelta(seconds=10))
    assert len(seen(carrier)) == 1
