"""Faults of our own and of our callers stay small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contacts.models import Contact
from conversations import outbox
from conversations.models import ChannelAccount, Message
from conversations.outbox import Counts
from conversations.outbox.facts import WrongBusiness
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask, status_of
from tests.factories import NOW

Deliver = Callable[..., Counts]


def test_one_message_that_breaks_our_code_does_not_hold_up_the_others(line: Cast, deliver: Deliver) -> None:
    broken = outbox.submit(ask(line.contact), now=NOW)
    Message.across_businesses.filter(pk=broken.message_id).update(purpose="nonsense")
    other = factories.make_contact(line.business, phone="+12125550120")
    fine = outbox.submit(ask(other), now=NOW)
    assert deliver().sent == 1
    assert (status_of(fine), status_of(broken)) == ("sent", "queued")
    assert deliver(NOW + timedelta(minutes=1)).claimed == 0


def test_a_sender_whose_credentials_make_no_sense_does_not_hold_up_the_neighbour(line: Cast, deliver: Deliver) -> None:
    outbox.submit(ask(line.contact), now=NOW)
    answer = outbox.submit(ask(line.neighbour_contact), now=NOW)
    account = ChannelAccount.across_businesses.get(pk=line.account.pk)
    account.credentials = "no json"
    account.save()
    deliver()
    assert status_of(answer) == "sent"


def test_a_zone_that_does_not_exist_is_as_good_as_none(cast: Cast) -> None:
    Contact.across_businesses.filter(pk=cast.contact.pk).update(zone="Mars/Base", zone_set_by_hand=True)
    assert outbox.submit(ask(cast.contact), now=NOW).status == "queued"


def test_nobody_writes_to_another_businesses_contact(cast: Cast) -> None:
    request: Any = ask(cast.neighbour_contact)
    object.__setattr__(request, "business_id", cast.business.pk)
    with pytest.raises(WrongBusiness):
        outbox.submit(request, now=NOW)
    assert not Message.across_businesses.exists()


def test_asking_again_after_a_conflict_finds_the_thread(cast: Cast) -> None:
    factories.make_conversation(cast.contact)
    answer = outbox.submit(ask(cast.contact), now=NOW)
    assert Message.across_businesses.get(pk=answer.message_id).conversation == cast.contact.conversation


def test_a_contact_without_a_number_is_refused_with_a_sentence(cast: Cast) -> None:
    cast.contact.points.all().delete()
    answer = outbox.submit(ask(cast.contact), now=NOW)
    message = Message.across_businesses.get(pk=answer.message_id)
    assert (message.status, message.address) == ("blocked", "")
    assert message.status_sentence


@pytest.mark.parametrize(("language", "line"), [("es", "Responda STOP"), ("en", "Reply STOP"), ("de", "Reply STOP")])
def test_the_lines_speak_the_contacts_language(cast: Cast, language: str, line: str) -> None:
    Contact.across_businesses.filter(pk=cast.contact.pk).update(language=language)
    assert line in outbox.preview_text(ask(cast.contact), now=NOW)
