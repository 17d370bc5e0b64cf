"""Every inbound message is stored once, with whose it is."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DataError, connection
from psycopg import _queries

from accounts.models import WorkItem
from contacts.models import ConsentRecord, Contact, ContactPoint
from conversations import inbox
from conversations.inbox import receiving, rows
from conversations.models import Conversation, Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, STRANGER, make_outbound, text
from tests.factories import NOW

LATER = NOW + timedelta(minutes=5)


def facts() -> list[str]:
    return [name.rsplit(".", 1)[1] for name in WorkItem.objects.order_by("id").values_list("fact", flat=True)]


def test_a_message_lands_in_the_thread_of_the_contact_with_that_number(cast: Cast) -> None:
    inbox.receive(cast.account, text("Yes please"), now=NOW)
    message = Message.objects.for_business(cast.business).get(direction="in")
    assert (message.contact, message.new_text, message.status) == (cast.contact, "Yes please", "received")
    assert facts() == ["MessageReceived"]


def test_the_thread_and_the_contact_show_the_message(cast: Cast) -> None:
    inbox.receive(cast.account, text("Yes please"), now=NOW)
    thread = Conversation.objects.for_business(cast.business).get(contact=cast.contact)
    assert (thread.unread, thread.preview, thread.last_inbound_at) == (1, "Yes please", NOW)
    assert Contact.objects.for_business(cast.business).get(pk=cast.contact.pk).last_inbound_at == NOW


def test_a_new_message_reopens_a_closed_thread(cast: Cast) -> None:
    factories.make_conversation(cast.contact, state="closed", closed_at=NOW)
    inbox.receive(cast.account, text("One more thing"), now=LATER)
    assert Conversation.objects.for_business(cast.business).get().state == "open"


def test_the_same_message_twice_is_one_message_and_one_fact(cast: Cast) -> None:
    once = text("Yes please")
    first = inbox.receive(cast.account, once, now=NOW)
    second = inbox.receive(cast.account, once, now=LATER)
    assert (second.message_id, second.repeated) == (first.message_id, True)
    assert facts() == ["MessageReceived"]


@pytest.mark.parametrize("sender", [MARIA, STRANGER])
def test_twenty_copies_at_once_are_one_message_and_one_fact(committed_cast: Cast, sender: str) -> None:
    once = text("STOP", sender=sender)

    def receive(_: int) -> bool:
        try:
            return inbox.receive(committed_cast.account, once, now=NOW).repeated
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        repeated = list(pool.map(receive, range(20)))
    assert repeated.count(False) == 1
    assert Message.objects.for_business(committed_cast.business).count() == 1
    assert facts().count("OptedOut") == 1


def test_two_first_messages_of_a_stranger_at_once_make_one_contact(committed_cast: Cast) -> None:
    def receive(body: str) -> None:
        try:
            inbox.receive(committed_cast.account, text(body, sender=STRANGER), now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(receive, ["Hello", "anyone there?", "I need", "a plumber"]))
    assert ContactPoint.objects.for_business(committed_cast.business).filter(address=STRANGER).count() == 1


def test_an_unknown_number_becomes_a_contact_with_the_basis_that_it_wrote_first(cast: Cast) -> None:
    inbox.receive(cast.account, text("Do you fix boilers?", sender=STRANGER), now=NOW)
    contact = ContactPoint.objects.for_business(cast.business).get(address=STRANGER).contact
    record = ConsentRecord.objects.for_business(cast.business).order_by("-id")[0]
    assert (contact.source, contact.state) == ("inbound text", "NY")
    assert (record.kind, record.scope, record.obtained_at) == ("inbound", "transactional", NOW)


def test_a_shared_phone_goes_to_the_person_last_written_to(cast: Cast) -> None:
    partner = factories.make_contact(cast.business, phone=MARIA, first_name="Paul")
    make_outbound(cast.contact, cast.account, status="delivered", at=NOW - timedelta(days=2))
    make_outbound(partner, cast.account, status="delivered", at=NOW - timedelta(days=1))
    inbox.receive(cast.account, text("Who is this?"), now=NOW)
    message = Message.objects.for_business(cast.business).get(direction="in")
    assert message.contact == partner
    assert not inbox.is_anyones_guess(message)


def test_a_shared_phone_that_nobody_wrote_to_is_left_to_a_person(cast: Cast) -> None:
    factories.make_contact(cast.business, phone=MARIA, first_name="Paul")
    inbox.receive(cast.account, text("Who is this?"), now=NOW)
    assert inbox.is_anyones_guess(Message.objects.for_business(cast.business).get())


def test_the_neighbours_contact_with_the_same_number_sees_nothing(cast: Cast) -> None:
    factories.make_contact(cast.neighbour, phone=MARIA)
    inbox.receive(cast.account, text("Hello"), now=NOW)
    assert not Message.objects.for_business(cast.neighbour).exists()


def test_a_short_code_is_a_machine(cast: Cast) -> None:
    inbox.receive(cast.account, text("Your code is 1234", sender="72345"), now=NOW)
    message = Message.objects.for_business(cast.business).get()
    assert message.is_auto_reply
    assert message.conversation is not None and message.conversation.unread == 0


def test_what_catch_up_brings_keeps_its_own_time_and_not_the_preview(cast: Cast) -> None:
    inbox.receive(cast.account, text("Newest"), now=NOW)
    inbox.receive(cast.account, text("Older", received_at=NOW - timedelta(hours=1)), now=LATER, via="catch_up")
    thread = Conversation.objects.for_business(cast.business).get()
    assert (thread.preview, thread.last_message_at) == ("Newest", NOW)


def test_a_known_contacts_everyday_message_costs_one_query(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    inbox.receive(cast.account, text("First"), now=NOW)
    # Lock, repeat and whose, message with thread and contact, work row with its nudge.
    with django_assert_num_queries(1):
        inbox.receive(cast.account, text("Second"), now=NOW)


def test_an_everyday_message_is_told_as_any_other(cast: Cast) -> None:
    first = inbox.receive(cast.account, text("First"), now=NOW)
    second = inbox.receive(cast.account, text("Second"), now=NOW)
    slow, fast = (item.payload for item in WorkItem.objects.order_by("id"))
    assert (slow["message_id"], fast["message_id"]) == (first.message_id, second.message_id)
    assert {**slow, "message_id": 0} == {**fast, "message_id": 0}


def test_an_everyday_message_has_the_same_columns_as_any_other(cast: Cast) -> None:
    for body in ("First", "Second"):
        inbox.receive(cast.account, text(body), now=NOW)
    own = {"id", "uid", "provider_id", "body", "new_text"}
    slow, fast = (dict(row) for row in Message.objects.for_business(cast.business).order_by("id").values())
    assert {name: slow[name] for name in slow if name not in own} == {
        name: fast[name] for name in fast if name not in own
    }
    assert slow["uid"] != fast["uid"]


def test_a_row_rolled_back_leaves_neither_message_nor_fact(committed_cast: Cast) -> None:
    inbox.receive(committed_cast.account, text("First"), now=NOW)
    with pytest.raises(DataError):
        inbox.receive(committed_cast.account, text("Second", provider_id="SM" + "0" * 80), now=NOW)
    assert (Message.objects.for_business(committed_cast.business).count(), len(facts())) == (1, 1)


def test_the_driver_keeps_the_statement_taken_apart(cast: Cast) -> None:
    """psycopg takes a longer one, or one of more values, apart anew for each message."""
    columns = tuple(receiving._columns(cast.account, text("Hello"), now=NOW, via="webhook"))
    for everyday in (True, False):
        statement, fresh = rows._statement(columns, False, everyday)
        assert fresh == ("uid",)
        assert len(statement.encode()) <= _queries.MAX_CACHED_STATEMENT_LENGTH
        assert len(set(re.findall(r"%\(\w+\)s", statement))) <= _queries.MAX_CACHED_STATEMENT_PARAMS
