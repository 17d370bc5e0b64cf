"""A stop survives what only looks like coming back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import WorkItem
from contacts.consent import active_suppressions, hash_address
from conversations import inbox
from conversations.models import ChannelAccount
from tests.cast import Cast
from tests.conversations.inbound import MARIA, text
from tests.factories import NOW, make_point

LATER = NOW + timedelta(minutes=5)
OTHER_PHONE = "+12125550144"


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


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("words", [("STOP", "START"), ("START", "STOP")])
@pytest.mark.parametrize("apart", [timedelta(), timedelta(milliseconds=40), 2 * SECOND])
def test_webhooks_of_one_moment_leave_the_stop_standing(cast: Cast, words: tuple[str, str], apart: timedelta) -> None:
    for place, word in enumerate(words):
        inbox.receive(cast.account, text(word), now=NOW + place * apart)
    assert reasons(cast) == ["opted_out_by_text"]


def test_a_second_stop_of_the_same_moment_as_the_start_stands(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("STOP"), now=LATER)
    inbox.receive(cast.account, text("START"), now=LATER + SECOND)
    assert reasons(cast) == ["opted_out_by_text"]


def test_a_start_sent_again_after_the_moment_lifts_the_stop(cast: Cast) -> None:
    for place, word in enumerate(("STOP", "START")):
        inbox.receive(cast.account, text(word), now=NOW + place * SECOND)
    inbox.receive(cast.account, text("START"), now=NOW + 10 * SECOND)
    assert reasons(cast) == []


@pytest.mark.parametrize("words", [("STOP", "START"), ("START", "STOP")])
def test_the_providers_whole_second_does_not_say_which_came_first(cast: Cast, words: tuple[str, str]) -> None:
    for word in words:
        inbox.receive(cast.account, text(word, received_at=NOW), now=LATER, via="catch_up")
    assert reasons(cast) == ["opted_out_by_text"]


def test_the_providers_next_second_does(cast: Cast) -> None:
    for place, word in enumerate(("STOP", "START")):
        inbox.receive(cast.account, text(word, received_at=NOW + place * SECOND), now=LATER, via="catch_up")
    assert reasons(cast) == []


def test_a_fetched_start_does_not_end_a_stop_that_a_webhook_brought_in_that_moment(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("START", received_at=NOW + 2 * SECOND), now=LATER, via="catch_up")
    assert reasons(cast) == ["opted_out_by_text"]


def test_a_fetched_start_does_not_end_a_newer_stop_where_our_clock_is_half_a_minute_slow(cast: Cast) -> None:
    slow = NOW - 30 * SECOND
    inbox.receive(cast.account, text("STOP"), now=slow)
    start = text("START", received_at=NOW - 5 * SECOND)
    inbox.receive(cast.account, start, now=slow + timedelta(minutes=15), via="catch_up")
    assert reasons(cast) == ["opted_out_by_text"]


def test_a_fetched_start_ends_a_stop_of_an_earlier_minute(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("START", received_at=NOW + 90 * SECOND), now=LATER, via="catch_up")
    assert reasons(cast) == []


def test_a_start_of_the_same_moment_that_lifts_nothing_is_told_to_everybody(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("START"), now=NOW + SECOND)
    assert WorkItem.objects.filter(fact="conversations.events.MessageReceived").count() == 1


def test_never_contact_me_again_from_another_phone_in_that_moment_stands(cast: Cast) -> None:
    make_point(cast.contact, address=OTHER_PHONE)
    inbox.receive(cast.account, text("Never contact me again", sender=OTHER_PHONE), now=NOW)
    inbox.receive(cast.account, text("START"), now=NOW + SECOND)
    assert reasons(cast) == ["opted_out_in_own_words"]
