"""A message from a shared phone goes to whoever wrote it, and both threads say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts import work
from contacts.consent import active_suppressions
from contacts.models import Contact
from conversations import handoff, inbox
from conversations.models import Conversation, Handoff, Message, Note, Triage
from conversations.moving import MoveRefused, move_message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, make_outbound, text
from tests.factories import NOW

LATER = NOW + timedelta(minutes=2)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def noah(cast: Cast) -> Contact:
    """Maria's son, on the same phone; the business wrote to Maria last."""
    make_outbound(cast.contact, cast.account, status="delivered", at=NOW - timedelta(days=1))
    return factories.make_contact(cast.business, phone=MARIA, first_name="Noah", consent=False)


def hear(cast: Cast, words: str, **fields: Any) -> Message:
    received = inbox.receive(cast.account, text(words, **fields), now=NOW)
    work.drain(clock=lambda: NOW)
    return Message.objects.for_business(cast.business).get(pk=received.message_id)


def move(cast: Cast, message: Message, to: Contact) -> Conversation:
    return move_message(message, to=to, member=cast.agent, now=LATER)


def thread_of(contact: Contact) -> Conversation:
    return Conversation.objects.for_business(contact.business_id).get(contact=contact)


def test_a_message_moves_with_its_reading_and_lists_follow(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "Yes, this is Noah, I need a plumber")
    target = move(cast, message, noah)
    message.refresh_from_db()
    assert (message.contact, message.conversation) == (noah, target)
    assert (target.preview, target.state) == ("Yes, this is Noah, I need a plumber", "open")
    assert target.last_intent == Triage.objects.for_business(cast.business).get(message=message).intent
    source = thread_of(cast.contact)
    assert (source.last_intent, source.preview) == ("", "Hello from Harbor Plumbing.")


def test_when_each_of_them_wrote_last_is_told_right(cast: Cast, noah: Contact) -> None:
    move(cast, hear(cast, "This is Noah"), noah)
    cast.contact.refresh_from_db()
    noah.refresh_from_db()
    assert (cast.contact.last_inbound_at, noah.last_inbound_at) == (None, NOW)


def test_both_threads_keep_what_happened(cast: Cast, noah: Contact) -> None:
    target = move(cast, hear(cast, "This is Noah"), noah)
    notes = dict(Note.objects.for_business(cast.business).values_list("conversation_id", "body"))
    assert notes[thread_of(cast.contact).pk].startswith("“This is Noah” was moved to Noah")
    assert notes[target.pk].startswith("“This is Noah” was moved here from Maria")


def test_the_assistants_waiting_answer_to_the_wrong_person_is_cancelled(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "Yes, I am interested")
    move(cast, message, noah)
    answer = Message.objects.for_business(cast.business).get(answers=message)
    assert (answer.status, answer.status_reason) == ("cancelled", "moved")


def test_the_open_task_goes_along(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "call me please")
    target = move(cast, message, noah)
    rows = Handoff.objects.for_business(cast.business).order_by("id").values_list("conversation", "state", "reason")
    assert list(rows) == [(thread_of(cast.contact).pk, "done", "call_me"), (target.pk, "open", "call_me")]
    assert (target.hot, thread_of(cast.contact).hot) == (True, False)


def test_a_message_nobody_could_place_is_asked_for_where_it_belongs(cast: Cast) -> None:
    noah = factories.make_contact(cast.business, phone=MARIA, first_name="Noah", consent=False)
    message = hear(cast, "Hello, it is me")
    move(cast, message, noah)
    rows = Handoff.objects.for_business(cast.business).exclude(state="done")
    assert list(rows.values_list("conversation__contact__first_name", "reason")) == [("Noah", "moved_here")]


def test_a_stop_stays_with_the_address(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "STOP")
    before = list(active_suppressions(cast.business, [message.address_hash]).values_list("pk", "reason"))
    move(cast, message, noah)
    assert list(active_suppressions(cast.business, [message.address_hash]).values_list("pk", "reason")) == before
    assert not Handoff.objects.for_business(cast.business).exclude(state="done").exists()


def test_a_no_counts_for_whoever_said_it_and_stays_where_it_was(cast: Cast, noah: Contact) -> None:
    move(cast, hear(cast, "not interested, thanks"), noah)
    noah.refresh_from_db()
    cast.contact.refresh_from_db()
    assert noah.declined_at is not None and cast.contact.declined_at is not None


def test_moving_back_restores_the_first_thread(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "This is Noah")
    move(cast, message, noah)
    message.refresh_from_db()
    move(cast, message, cast.contact)
    assert (thread_of(cast.contact).preview, thread_of(noah).preview) == ("This is Noah", "")


def test_nobody_without_the_phone_gets_the_message(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "This is Noah")
    stranger = factories.make_contact(cast.business, first_name="Ann")
    with pytest.raises(MoveRefused, match="does not have the number"):
        move(cast, message, stranger)
    with pytest.raises(MoveRefused, match="already"):
        move(cast, message, cast.contact)


def test_what_we_sent_is_not_moved(cast: Cast, noah: Contact) -> None:
    sent = Message.objects.for_business(cast.business).get(direction="out")
    with pytest.raises(MoveRefused, match="came in"):
        move(cast, sent, noah)


def url(cast: Cast, message: Message) -> str:
    return reverse("message_move", kwargs={"slug": cast.business.slug, "inbound_id": message.pk})


def test_the_page_offers_the_others_on_the_phone_and_leads_there(cast: Cast, noah: Contact) -> None:
    message, client = hear(cast, "This is Noah"), cast.client(cast.agent)
    here = reverse("conversation", kwargs={"slug": cast.business.slug, "conversation_id": message.conversation_id})
    html = client.get(here).content.decode()
    assert "Not Maria?" in html and url(cast, message) in html
    answer = client.post(url(cast, message), {"contact": noah.pk}, follow=True)
    assert answer.redirect_chain[0][0].endswith(f"/{thread_of(noah).pk}/")
    assert "This is Noah" in answer.content.decode()


def test_a_phone_of_one_person_offers_nobody(cast: Cast) -> None:
    message = hear(cast, "This is Maria")
    here = reverse("conversation", kwargs={"slug": cast.business.slug, "conversation_id": message.conversation_id})
    assert "Not Maria?" not in cast.client(cast.agent).get(here).content.decode()


def test_viewers_and_neighbours_move_nothing(cast: Cast, noah: Contact) -> None:
    message = hear(cast, "This is Noah")
    assert cast.client(cast.viewer).post(url(cast, message), {"contact": noah.pk}).status_code == 403
    assert cast.client(cast.neighbour_owner).post(url(cast, message), {"contact": noah.pk}).status_code == 404
    assert cast.client(cast.agent).post(url(cast, message), {"contact": cast.neighbour_contact.pk}).status_code == 404
    message.refresh_from_db()
    assert message.contact == cast.contact


def test_the_sharing_task_is_named(cast: Cast) -> None:
    assert handoff.sentence_of("moved_here").startswith("A message from a shared phone")
