"""Everyday texts, stops and people who move, all in one moment and on connections of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import WorkItem
from contacts.consent import active_suppressions, hash_address
from contacts.models import Contact
from conversations import inbox
from conversations.models import Conversation, Message
from conversations.moving import MoveRefused, move_message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, make_outbound, text
from tests.factories import NOW


def at_once(*calls: Callable[[], Any]) -> list[str]:
    """Make the calls on connections of their own, from one moment; return the kinds of errors, "" for none."""
    start, errors = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        start.wait()
        try:
            call()
        except Exception as error:
            errors[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def household(cast: Cast) -> Contact:
    return factories.make_contact(cast.business, phone=MARIA, first_name="Jo")


def thread_of(contact: Contact) -> Conversation:
    found: Conversation = Conversation.across_businesses.get(contact=contact)
    return found


@pytest.mark.parametrize("turn", range(3))
def test_a_stop_among_everyday_texts_and_repeats_loses_none(committed_cast: Cast, turn: int) -> None:
    cast = committed_cast
    inbox.receive(cast.account, text("Hello"), now=NOW)
    waiting = make_outbound(cast.contact, cast.account)
    texts = [text("Still there?"), text("STOP"), text("And on Monday?")] * 3
    errors = at_once(*[lambda one=one: inbox.receive(cast.account, one, now=NOW) for one in texts])
    waiting.refresh_from_db()
    assert not any(errors) and waiting.status == "cancelled"
    assert Message.objects.for_business(cast.business).filter(direction="in").count() == 4
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).count() == 1
    assert thread_of(cast.contact).unread == 4


@pytest.mark.parametrize("turn", range(3))
def test_a_text_while_a_second_person_gets_the_number_has_one_owner(committed_cast: Cast, turn: int) -> None:
    cast = committed_cast
    inbox.receive(cast.account, text("Hello"), now=NOW)
    errors = at_once(
        lambda: household(cast),
        *[lambda one=one: inbox.receive(cast.account, one, now=NOW) for one in (text("One"), text("Two"))],
    )
    rows = Message.objects.for_business(cast.business).filter(direction="in")
    assert not any(errors) and rows.count() == 3
    assert all(row.conversation and row.conversation.contact_id == row.contact_id for row in rows)


@pytest.mark.parametrize("turn", range(3))
def test_a_message_moved_twice_at_once_while_others_come_in_is_in_one_thread(committed_cast: Cast, turn: int) -> None:
    cast, jo = committed_cast, household(committed_cast)
    received = inbox.receive(cast.account, text("It is Jo"), now=NOW)

    def move(member: Any) -> None:
        message = Message.objects.for_business(cast.business).get(pk=received.message_id)
        move_message(message, to=jo, member=member, now=NOW)

    errors = at_once(
        lambda: move(cast.owner),
        lambda: move(cast.agent),
        lambda: inbox.receive(cast.account, text("Really"), now=NOW),
        lambda: inbox.receive(cast.account, text("STOP"), now=NOW),
    )
    moved = Message.objects.for_business(cast.business).get(pk=received.message_id)
    assert sorted(errors) == ["", "", "", MoveRefused.__name__]
    assert (moved.contact_id, moved.conversation_id) == (jo.pk, thread_of(jo).pk)
    assert WorkItem.objects.filter(fact="conversations.events.MessageMoved").count() == 1
    assert active_suppressions(cast.business, [hash_address("phone", MARIA)]).exists()


def test_a_moved_message_that_comes_again_stays_where_it_was_moved(cast: Cast) -> None:
    jo, inbound = household(cast), text("It is Jo")
    received = inbox.receive(cast.account, inbound, now=NOW)
    message = Message.objects.for_business(cast.business).get(pk=received.message_id)
    move_message(message, to=jo, member=cast.owner, now=NOW)
    assert inbox.receive(cast.account, inbound, now=NOW, via="catch_up").repeated
    assert Message.objects.for_business(cast.business).get(direction="in").contact_id == jo.pk
