"""What answering one message costs in queries: a burst of answers must not starve the way in."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import work
from conversations import inbox
from conversations.assistant import services
from conversations.models import Message
from tests.cast import Cast
from tests.conversations.inbound import text
from tests.factories import NOW


def answer(cast: Cast, body: str) -> CaptureQueriesContext:
    received = inbox.receive(cast.account, text(body), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        services.respond(business_id=cast.business.pk, message_id=received.message_id, now=NOW)
    assert Message.objects.for_business(cast.business).get(answers=received.message_id).status == "queued"
    return queries


@pytest.mark.parametrize(
    ("body", "most"),
    [
        ("Yes please, when can you come?", 18),
        ("Not right now, maybe next month", 18),
        # With a task for a person.
        ("How much is a tune-up?", 25),
    ],
)
def test_an_answer_takes_few_queries(cast: Cast, body: str, most: int) -> None:
    assert len(answer(cast, body)) <= most


def test_a_long_thread_takes_no_more_queries_than_a_new_one(cast: Cast) -> None:
    first = answer(cast, "Yes please, when can you come?")
    for _ in range(4):
        inbox.receive(cast.account, text("Hello, are you there?"), now=NOW)
        work.drain(clock=lambda: NOW)
    assert len(answer(cast, "Yes please, when can you come?")) <= len(first) + 1
