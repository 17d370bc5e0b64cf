"""Asking for a message: what is stored, once, with its evidence."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import outbox
from conversations.models import Clearance, ClearanceDetail, Message, UnsealedClearance
from conversations.outbox.evidence import content_hash_of, detail_hash_of
from tests import factories
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


def test_an_allowed_message_is_queued_with_its_clearance(cast: Cast) -> None:
    answer = outbox.submit(ask(cast.contact), now=NOW)
    message = Message.across_businesses.get(pk=answer.message_id)
    assert (answer.status, message.status, message.due_at) == ("queued", "queued", NOW)
    clearance = Clearance.across_businesses.get(message=message)
    assert (clearance.stage, clearance.verdict) == ("submit", "allow")
    assert UnsealedClearance.objects.filter(clearance=clearance).exists()


def test_the_evidence_can_be_hashed_again_from_its_rows(cast: Cast) -> None:
    outbox.submit(ask(cast.contact), now=NOW)
    detail = ClearanceDetail.across_businesses.select_related("clearance").get()
    assert content_hash_of(detail.clearance) == detail.clearance.content_hash
    assert detail_hash_of(detail) == detail.clearance.detail_hash


def test_the_due_lines_stand_around_the_words(cast: Cast) -> None:
    answer = outbox.submit(ask(cast.contact, body="Time for a check of your boiler?"), now=NOW)
    body = Message.across_businesses.get(pk=answer.message_id).body
    assert body.startswith("Harbor Plumbing: Time for a check of your boiler?")
    assert body.endswith("Reply STOP to stop.")


def test_a_refused_message_is_stored_with_its_sentence(cast: Cast) -> None:
    stranger = factories.make_contact(cast.business, consent=False)
    answer = outbox.submit(ask(stranger), now=NOW)
    message = Message.across_businesses.get(pk=answer.message_id)
    assert message.status == "blocked"
    assert message.status_sentence.endswith(".")
    assert Clearance.across_businesses.get(message=message).verdict == "block"


def test_asking_twice_makes_one_row(cast: Cast) -> None:
    first = outbox.submit(ask(cast.contact, key="once"), now=NOW)
    second = outbox.submit(ask(cast.contact, key="once"), now=NOW)
    assert (first.repeated, second.repeated) == (False, True)
    assert second.message_id == first.message_id
    assert second.decision.verdict is first.decision.verdict


def test_asking_twice_in_one_call_makes_one_row(cast: Cast) -> None:
    first, second = outbox.submit_many([ask(cast.contact, key="once"), ask(cast.contact, key="once")], now=NOW)
    assert (first.repeated, second.repeated) == (False, True)
    assert Message.across_businesses.count() == 1


def test_checking_stores_nothing(cast: Cast) -> None:
    assert outbox.check(ask(cast.contact), now=NOW).is_allowed
    assert not Message.across_businesses.exists()


@pytest.mark.django_db
def test_two_hundred_messages_take_as_many_queries_as_two(cast: Cast) -> None:
    contacts = [factories.make_contact(cast.business) for _ in range(100)]
    few = _count_queries([ask(contact, key=f"few {contact.pk}") for contact in contacts[:2]])
    many = _count_queries([ask(contact, key=f"many {contact.pk}") for contact in contacts[2:]])
    assert many == few


def _count_queries(requests: list[outbox.SubmitRequest]) -> int:
    with CaptureQueriesContext(connection) as queries:
        outbox.submit_many(requests, now=NOW)
    return len(queries)


def test_on_a_shared_phone_one_persons_consent_is_not_the_others(line: Cast) -> None:
    other = factories.make_contact(line.business, phone="+12125550110", first_name="Luis", consent=False)
    assert outbox.submit(ask(line.contact), now=NOW).status == "queued"
    answer = outbox.submit(ask(other), now=NOW)
    assert answer.status == "blocked"
    assert answer.decision.objections[0].rule == "consent"
