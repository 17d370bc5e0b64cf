"""A number that a contact only names is not texted on the claim alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts import work
from contacts.eligibility import Purpose
from contacts.models import ContactPoint
from conversations import inbox, outbox
from conversations.models import Message
from conversations.outbox import SubmitRequest, Submitted
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import text
from tests.conversations.outbox.asking import ask
from tests.factories import NOW

NEW = "+12125550155"
AUTOMATED = [
    Purpose.REPLY, Purpose.FOLLOW_UP, Purpose.APPOINTMENT, Purpose.CONSENT_REQUEST, Purpose.MISSED_CALL,
    Purpose.LEAD_RESPONSE, Purpose.CAMPAIGN,
]  # fmt: skip


@pytest.fixture
def claimed(cast: Cast) -> Message:
    """Maria wrote that her new number is another one."""
    received = inbox.receive(cast.account, text("My new number is (212) 555-0155"), now=NOW)
    work.drain(clock=lambda: NOW)
    return Message.objects.for_business(cast.business).get(pk=received.message_id)


def point(cast: Cast) -> ContactPoint:
    found: ContactPoint = cast.contact.points.get(address=NEW)
    return found


def write(cast: Cast, purpose: Purpose, answered: Message, **fields: Any) -> Submitted:
    request: SubmitRequest = ask(cast.contact, purpose=purpose, address=NEW, answers_id=answered.pk, **fields)
    return outbox.submit(request, now=NOW)


def test_a_number_that_is_only_named_is_kept_as_a_claim(cast: Cast, claimed: Message) -> None:
    assert (point(cast).state, point(cast).is_primary) == ("claimed", False)


@pytest.mark.parametrize("purpose", AUTOMATED)
def test_nothing_automated_goes_to_a_claimed_number(cast: Cast, claimed: Message, purpose: Purpose) -> None:
    answer = write(cast, purpose, claimed)
    assert answer.status == "blocked"
    assert "address_claimed" in [finding.reason for finding in answer.decision.findings]


def test_the_answer_goes_to_where_the_message_came_from(cast: Cast, claimed: Message) -> None:
    [answer] = Message.objects.for_business(cast.business).filter(purpose="reply")
    assert (answer.address, answer.status) == (claimed.address, "queued")


def test_a_member_who_writes_there_says_why(cast: Cast, claimed: Message) -> None:
    by_hand = {"author": "member", "by_member_id": cast.agent.pk}
    asked = write(cast, Purpose.MEMBER_REPLY, claimed, **by_hand)
    assert asked.status == "ask" and asked.message_id is None
    told = write(cast, Purpose.MEMBER_REPLY, claimed, stated_reason="Told me on the telephone", **by_hand)
    assert told.status == "queued"


def test_whoever_writes_from_the_number_is_answered_there(cast: Cast, claimed: Message) -> None:
    received = inbox.receive(cast.account, text("This is me", sender=NEW), now=NOW + timedelta(minutes=1))
    message = Message.objects.for_business(cast.business).get(pk=received.message_id)
    assert write(cast, Purpose.REPLY, message).status == "queued"


def test_a_consent_for_the_number_ends_the_claim(cast: Cast, claimed: Message) -> None:
    factories.make_consent(cast.contact, address=NEW)
    assert write(cast, Purpose.CAMPAIGN, claimed).status == "queued"


def test_a_claim_on_somebody_elses_number_borrows_no_consent(cast: Cast, claimed: Message) -> None:
    factories.make_contact(cast.business, phone=NEW, first_name="Noah")
    assert write(cast, Purpose.CAMPAIGN, claimed).status == "blocked"
