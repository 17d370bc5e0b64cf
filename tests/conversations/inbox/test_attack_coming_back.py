"""A stop survives what only looks like coming back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contacts.consent import active_suppressions, hash_address
from conversations import inbox
from conversations.models import ChannelAccount
from tests.cast import Cast
from tests.conversations.inbound import MARIA, text
from tests.factories import NOW

LATER = NOW + timedelta(minutes=5)


def reasons(cast: Cast) -> list[str]:
    rows = active_suppressions(cast.business, [hash_address("phone", MARIA)])
    return sorted(rows.values_list("reason", flat=True))


def test_a_start_between_two_stops_that_arrives_last_lifts_nothing(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("stop"), now=NOW + timedelta(minutes=20))
    start = text("START", received_at=NOW + timedelta(minutes=10))
    inbox.receive(cast.account, start, now=NOW + timedelta(minutes=30), via="catch_up")
    assert reasons(cast) == ["opted_out_by_text"]


def test_yes_after_our_own_confirmation_is_no_start(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("Yes"), now=LATER)
    assert reasons(cast) == ["opted_out_by_text"]


@pytest.mark.parametrize("word", ["ALTO", "opt out"])
def test_yes_after_a_word_that_the_carrier_does_not_know_is_no_start(cast: Cast, word: str) -> None:
    cast.account.carrier_answers_keywords = True
    inbox.receive(cast.account, text(word), now=NOW)
    inbox.receive(cast.account, text("Yes"), now=LATER)
    assert reasons(cast) == ["opted_out_by_text"]


def test_yes_ends_the_carriers_block_and_not_what_was_said_beside_it(cast: Cast) -> None:
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(carrier_answers_keywords=True)
    cast.account.refresh_from_db()
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("Please do not text me any more"), now=NOW + timedelta(minutes=1))
    inbox.receive(cast.account, text("Yes"), now=LATER)
    assert reasons(cast) == ["opted_out_in_own_words"]
