"""An opt-out is obeyed in the transaction that stores it, and START undoes only what START may undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import WorkItem
from contacts.consent import StopFacts, active_suppressions, hash_address, suppress
from contacts.models import Suppression
from conversations import inbox
from conversations.models import Message
from tests import factories
from tests.cast import Cast
from tests.conversations.inbound import MARIA, STRANGER, make_outbound, text
from tests.factories import NOW

LATER = NOW + timedelta(minutes=5)


def facts() -> list[tuple[str, dict[str, Any]]]:
    rows = WorkItem.objects.filter(fact__startswith="conversations.").order_by("id")
    return [(row.fact.rsplit(".", 1)[1], row.payload) for row in rows]


def reasons(cast: Cast, address: str = MARIA, kind: str = "phone") -> list[str]:
    rows = active_suppressions(cast.business, [hash_address(kind, address)])
    return sorted(rows.values_list("reason", flat=True))


def stop(cast: Cast, reason: str, *, address: str = MARIA) -> Suppression:
    row, _ = suppress(
        cast.business, kind_of_address="phone", address=address, reason=reason, facts=StopFacts(), now=NOW
    )
    return row


def test_stop_suppresses_the_number_and_leaves_one_fact(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    assert reasons(cast) == ["opted_out_by_text"]
    [(name, payload)] = facts()
    assert (name, payload["confirm"]) == ("OptedOut", True)


def test_stop_cancels_everything_that_waits_for_the_number(cast: Cast) -> None:
    waiting = [make_outbound(cast.contact, cast.account) for _ in range(3)]
    draft = make_outbound(cast.contact, cast.account, status="held", purpose="reply", author="assistant")
    inbox.receive(cast.account, text("STOP"), now=NOW)
    found = Message.objects.for_business(cast.business).filter(pk__in=[m.pk for m in [*waiting, draft]])
    assert set(found.values_list("status", flat=True)) == {"cancelled"}


def test_stop_leaves_the_neighbours_messages_alone(cast: Cast) -> None:
    other = factories.make_contact(cast.neighbour, phone=MARIA)
    theirs = make_outbound(other, cast.neighbour_account)
    inbox.receive(cast.account, text("STOP"), now=NOW)
    theirs.refresh_from_db()
    assert theirs.status == "queued"


def test_a_second_stop_is_obeyed_and_not_confirmed_again(cast: Cast) -> None:
    for moment in (NOW, LATER):
        inbox.receive(cast.account, text("STOP"), now=moment)
    assert [payload["confirm"] for _, payload in facts()] == [True, False]


def test_stop_after_an_opt_out_in_own_words_is_not_confirmed_again(cast: Cast) -> None:
    stop(cast, "opted_out_in_own_words")
    inbox.receive(cast.account, text("STOP"), now=LATER)
    assert facts()[-1][1]["confirm"] is False


@pytest.mark.parametrize("opt_out_type", ["STOP", None])
def test_where_the_carrier_has_answered_we_do_not(cast: Cast, opt_out_type: str | None) -> None:
    cast.account.carrier_answers_keywords = opt_out_type is None
    inbox.receive(cast.account, text("Stop", opt_out_type=opt_out_type), now=NOW)
    assert facts()[-1][1]["confirm"] is False


def test_two_words_that_the_carrier_does_not_know_are_confirmed_by_us(cast: Cast) -> None:
    cast.account.carrier_answers_keywords = True
    inbox.receive(cast.account, text("opt out"), now=NOW)
    assert facts()[-1][1]["confirm"] is True


def test_a_stop_from_an_unknown_number_is_stored_and_obeyed_without_a_basis_to_write(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP", sender=STRANGER), now=NOW)
    assert reasons(cast, STRANGER) == ["opted_out_by_text"]
    assert Message.objects.for_business(cast.business).filter(address=STRANGER).exists()


def test_what_the_carrier_calls_a_stop_is_one_whatever_the_words(cast: Cast) -> None:
    inbox.receive(cast.account, text("genug jetzt", opt_out_type="STOP"), now=NOW)
    assert reasons(cast) == ["opted_out_by_text"]


def test_start_lifts_a_text_opt_out_with_the_message_as_evidence(cast: Cast) -> None:
    row = stop(cast, "opted_out_by_text")
    inbox.receive(cast.account, text("START"), now=LATER)
    row = Suppression.objects.for_business(cast.business).get(pk=row.pk)
    message = Message.objects.for_business(cast.business).get()
    assert row.lift.evidence == f"message:{message.uid}"
    assert facts()[-1][0] == "CameBack"


@pytest.mark.parametrize("reason", ["manual_stop", "wrong_number", "complaint", "do_not_email"])
def test_start_lifts_nothing_else(cast: Cast, reason: str) -> None:
    stop(cast, reason)
    inbox.receive(cast.account, text("START"), now=LATER)
    assert reasons(cast) == [reason]
    assert facts()[-1][0] == "MessageReceived"


def test_yes_comes_back_where_the_carrier_has_blocked(cast: Cast) -> None:
    cast.account.carrier_answers_keywords = True
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("Yes"), now=LATER)
    assert reasons(cast) == []


@pytest.mark.parametrize("reason", ["opted_out_in_own_words", "suspected"])
def test_yes_is_an_answer_where_the_carrier_has_not_blocked(cast: Cast, reason: str) -> None:
    stop(cast, reason)
    inbox.receive(cast.account, text("Yes"), now=LATER)
    assert reasons(cast) == [reason]


def test_yes_from_somebody_who_never_opted_out_is_an_answer(cast: Cast) -> None:
    inbox.receive(cast.account, text("YES"), now=NOW)
    assert facts()[-1][0] == "MessageReceived"


def test_an_older_start_that_arrives_late_does_not_undo_a_newer_stop(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP"), now=NOW)
    inbox.receive(cast.account, text("START", received_at=NOW - timedelta(minutes=30)), now=LATER, via="catch_up")
    assert reasons(cast) == ["opted_out_by_text"]


def test_help_is_told_once_and_only_where_the_carrier_is_silent(cast: Cast) -> None:
    inbox.receive(cast.account, text("HELP"), now=NOW)
    inbox.receive(cast.account, text("HELP", opt_out_type="HELP"), now=NOW)
    assert [name for name, _ in facts()] == ["HelpAsked"]


def test_stop_reaches_outreach_by_email_but_not_the_mail_of_a_booking(cast: Cast) -> None:
    factories.make_point(cast.contact, address="maria@example.com", kind="email")
    offer = make_outbound(cast.contact, cast.account, channel="email", address="maria@example.com")
    booking = make_outbound(
        cast.contact, cast.account, purpose="appointment", channel="email", address="maria@example.com"
    )
    inbox.receive(cast.account, text("STOP"), now=NOW)
    offer.refresh_from_db()
    booking.refresh_from_db()
    assert (offer.status, booking.status) == ("cancelled", "queued")


def test_never_contact_me_again_reaches_every_address(cast: Cast) -> None:
    factories.make_point(cast.contact, address="maria@example.com", kind="email")
    inbox.receive(cast.account, text("never contact me again in any way"), now=NOW)
    assert reasons(cast) == ["opted_out_in_own_words"]
    assert reasons(cast, "maria@example.com", "email") == ["do_not_email"]


def test_a_stop_by_one_of_a_household_stops_the_number_for_all(cast: Cast) -> None:
    partner = factories.make_contact(cast.business, phone=MARIA, first_name="Paul")
    theirs = make_outbound(partner, cast.account)
    inbox.receive(cast.account, text("STOP"), now=NOW)
    theirs.refresh_from_db()
    assert theirs.status == "cancelled"


def test_a_doubtful_message_leaves_what_a_member_wrote_by_hand(cast: Cast) -> None:
    written = make_outbound(cast.contact, cast.account, purpose="member_reply", author="member")
    inbox.receive(cast.account, text("Why do you keep texting me"), now=NOW)
    written.refresh_from_db()
    assert (reasons(cast), written.status) == (["suspected"], "queued")


def test_an_auto_reply_with_an_opt_out_in_it_counts(cast: Cast) -> None:
    inbox.receive(cast.account, text("STOP", sender="72345"), now=NOW)
    assert reasons(cast, "72345") == ["opted_out_by_text"]


def test_a_stop_that_means_email_only_leaves_texts_alone(cast: Cast) -> None:
    factories.make_point(cast.contact, address="maria@example.com", kind="email")
    inbox.receive(cast.account, text("please stop emailing me"), now=NOW)
    assert reasons(cast) == []
    assert reasons(cast, "maria@example.com", "email") == ["do_not_email"]


def test_a_stop_costs_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        make_outbound(cast.contact, cast.account)
    # Savepoint and release; lock with whose, message, what is stopped, the stop, all cancelling, and two facts.
    with django_assert_num_queries(9):
        inbox.receive(cast.account, text("STOP"), now=NOW)
    waiting = Message.objects.for_business(cast.business).filter(direction="out").exclude(status="cancelled")
    assert not waiting.exists()
