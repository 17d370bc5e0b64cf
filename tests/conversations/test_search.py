"""Finding conversations by what was said in them."""

from __future__ import annotations

import pytest

from conversations.models import Conversation, Message, MessageWords
from conversations.tasks import index_words
from conversations.words import find_by_words, has_new_messages
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation

INBOX = "/b/harbor-plumbing/conversations/"


def say(talk: Conversation, body: str) -> Message:
    return Message.objects.create(
        business=talk.business, conversation=talk, contact=talk.contact, direction="in", author="contact",
        status="received", address="+12125550110", address_hash="0" * 64, body=body, created_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("query", ["furnace", "FURNACE", "furn", "broken furnace", "“furnace”!", "furnace isn"])
def test_a_conversation_is_found_by_its_words(cast: Cast, query: str) -> None:
    talk = make_conversation(cast.contact)
    say(talk, "My furnace is broken, isn't it?")
    say(make_conversation(make_contact(cast.business, first_name="Ann")), "Lovely weather")
    index_words()
    assert find_by_words(cast.business, query) == [talk.pk]


@pytest.mark.parametrize("query", ["boiler", "furnace boiler", "", "'; --", "& | !", "furnace\\"])
def test_odd_queries_find_nothing_and_break_nothing(cast: Cast, query: str) -> None:
    say(make_conversation(cast.contact), "My heater is broken")
    index_words()
    assert find_by_words(cast.business, query) == []


def test_a_neighbours_words_are_never_found(cast: Cast) -> None:
    say(make_conversation(cast.neighbour_contact), "My furnace is broken")
    index_words()
    assert find_by_words(cast.business, "furnace") == []


def test_words_are_indexed_once_and_only_when_there_are_new_ones(cast: Cast) -> None:
    assert not has_new_messages()
    say(make_conversation(cast.contact), "Hello")
    assert has_new_messages()
    assert (index_words(), index_words(), has_new_messages()) == (1, 0, False)
    assert MessageWords.objects.for_business(cast.business).count() == 1


def test_the_inbox_searches_names_and_words(cast: Cast) -> None:
    talk = make_conversation(cast.contact)
    ann = make_conversation(make_contact(cast.business, first_name="Ann"))
    say(talk, "My furnace is broken")
    index_words()
    client = cast.client(cast.viewer)
    page = client.get(INBOX, {"q": "furnace"}).content.decode()
    assert f"{INBOX}{talk.pk}/" in page and f"{INBOX}{ann.pk}/" not in page
    assert f"{INBOX}{ann.pk}/" in client.get(INBOX, {"q": "ann"}).content.decode()


def test_the_list_of_contacts_leads_to_the_search_in_messages(cast: Cast) -> None:
    page = cast.client(cast.viewer).get("/b/harbor-plumbing/contacts/", {"q": "furnace"}).content.decode()
    assert f'href="{INBOX}?q=furnace"' in page
