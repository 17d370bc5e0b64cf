"""Texts that nobody thought of, connections that die, and repeats: nothing is lost, nothing is there twice."""

from __future__ import annotations

import pytest

from accounts.models import WorkItem
from conversations import inbox
from conversations.models import Message
from tests.cast import Cast
from tests.conversations.inbound import MARIA, STRANGER, text
from tests.factories import NOW

ODD_TEXTS = {
    "nothing": "",
    "a NUL": "\0",
    "NULs around words": "\0Still \0there?\0",
    "half an emoji": "Great \ud83d",
    "the other half": "\ude00 see you",
    "a name in percent signs": "100% %(lock)s %s %%",
    "only emoji": "😀" * 400,
    "a book": "Still there? " * 4_000,
    "a book without a space": "x" * 50_000,
    "quotes and backslashes": "'; DROP TABLE x; -- \\' \" \\u0000",
    "directions": "\u202eSTILL THERE\u202c",
}


@pytest.mark.parametrize("sender", [MARIA, STRANGER])
@pytest.mark.parametrize("body", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_an_odd_text_is_stored_once_and_told_once(cast: Cast, body: str, sender: str) -> None:
    inbound = text(body, sender=sender)
    first = inbox.receive(cast.account, inbound, now=NOW)
    again = inbox.receive(cast.account, inbound, now=NOW, via="catch_up")
    assert (first.repeated, again.repeated, again.message_id) == (False, True, first.message_id)
    assert Message.objects.for_business(cast.business).filter(provider_id=inbound.provider_id).count() == 1
    assert WorkItem.objects.filter(business=cast.business).count() == 1


def test_a_stop_beside_half_an_emoji_is_heard(cast: Cast) -> None:
    assert inbox.receive(cast.account, text("STOP \ud83d"), now=NOW).ask == "stop"
