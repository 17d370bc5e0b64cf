"""What a hand-over loads by hand is what the ORM would load, and what it does not hold is never written back."""

from __future__ import annotations

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contacts.eligibility import Purpose
from conversations import outbox
from conversations.models import Message
from conversations.outbox.asks import ask_for_message
from conversations.outbox.claim import LOADED, _load
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


def test_every_loaded_column_reads_as_the_orm_reads_it(cast: Cast) -> None:
    request = ask(cast.contact, purpose=Purpose.MEMBER_REPLY, by_member_id=cast.owner.pk, author="member",
                  stated_reason="They asked.", confirmations=("hours", "content"), body="Ünïcode 😀 %s")  # fmt: skip
    answer = outbox.submit(request, now=NOW)
    assert answer.message_id is not None
    (bare,) = _load([answer.message_id])
    stored = Message.objects.for_business(cast.business).get(pk=answer.message_id)
    assert {name: getattr(bare, name) for name in LOADED} == {name: getattr(stored, name) for name in LOADED}


def test_saving_a_claimed_row_writes_only_what_it_holds(cast: Cast) -> None:
    answer = outbox.submit(ask(cast.contact), now=NOW)
    assert answer.message_id is not None
    (bare,) = _load([answer.message_id])
    Message.objects.for_business(cast.business).update(status_sentence="Changed meanwhile.", provider_id="SM1")
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        bare.save()
    stored = Message.objects.for_business(cast.business).get(pk=answer.message_id)
    assert (stored.status_sentence, stored.provider_id) == ("Changed meanwhile.", "SM1")
    assert len(queries) == 1


def test_a_hand_over_asks_for_no_column_twice(cast: Cast) -> None:
    answer = outbox.submit(ask(cast.contact), now=NOW)
    assert answer.message_id is not None
    (bare,) = _load([answer.message_id])
    with CaptureQueriesContext(connection) as queries:
        ask_for_message(bare, now=NOW)
    assert len(queries) == 0
