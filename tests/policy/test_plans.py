"""What an intent leads to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.models import Contact
from conversations.assistant.plans import OPEN_ISSUE, AnswerPlan, plan_answer
from conversations.assistant.triage_rules import Intent, TriageReading


def plan(
    intent: Intent, *, confidence: float = 0.9, flags: frozenset[str] = frozenset(), **situation: Any
) -> AnswerPlan:
    facts: Any = {
        "standing": "returning",
        "clarified_before": False,
        "qualified": False,
        "knows_price": False,
    } | situation
    return plan_answer(TriageReading(intent, confidence, flags), **facts)


@pytest.mark.parametrize("intent", [Intent.COMPLAINT, Intent.EMERGENCY, Intent.SENSITIVE, Intent.ASKS_HUMAN])
def test_what_needs_a_person_pauses_the_bot_and_says_a_holding_line_at_most(intent: Intent) -> None:
    answer = plan(intent)
    assert answer.bot == "pause"
    assert answer.handoff is not None
    assert answer.copy_key in (None, "holding_line")


def test_a_price_question_goes_to_a_person_by_default() -> None:
    answer = plan(Intent.PRICING_QUESTION)
    assert (answer.copy_key, answer.handoff and answer.handoff.reason) == ("pricing_handoff", "pricing")


def test_a_question_about_hours_gets_the_owners_hours_where_they_are_known() -> None:
    hours = frozenset({"hours"})
    assert plan(Intent.QUESTION, flags=hours, knows_hours=True) == AnswerPlan("hours")
    unknown = plan(Intent.QUESTION, flags=hours)
    assert (unknown.copy_key, unknown.handoff and unknown.handoff.reason) == ("question", "question")


def test_who_asks_is_not_thanked_for_telling_where_the_meaning_is_not_sure() -> None:
    answer = plan(Intent.QUESTION, confidence=0.4)
    assert (answer.copy_key, answer.handoff and answer.handoff.reason) == ("question", "not_sure")


def test_an_approved_range_is_quoted_without_a_person() -> None:
    answer = plan(Intent.PRICING_QUESTION, knows_price=True)
    assert (answer.copy_key, answer.handoff) == ("pricing_range", None)


def test_unclear_is_asked_once_and_then_goes_to_a_person() -> None:
    assert plan(Intent.UNCLEAR, confidence=0.3).copy_key == "clarify"
    assert plan(Intent.UNCLEAR, confidence=0.3, clarified_before=True).handoff is not None


def test_a_guess_goes_to_a_person() -> None:
    answer = plan(Intent.POSITIVE, confidence=0.4)
    assert answer.handoff is not None and answer.handoff.reason == "not_sure"


def test_a_call_is_due_within_the_hour() -> None:
    answer = plan(Intent.CALL_ME)
    assert answer.handoff is not None
    assert (answer.handoff.priority, answer.handoff.due) == ("hot", timedelta(hours=1))


def test_interest_is_hot_once_nothing_is_left_to_ask() -> None:
    assert plan(Intent.POSITIVE).handoff is None
    qualified = plan(Intent.POSITIVE, qualified=True)
    assert qualified.opportunity and qualified.handoff is not None and qualified.handoff.priority == "hot"


def test_a_customer_with_an_open_issue_goes_to_a_person() -> None:
    answer = plan(Intent.POSITIVE, standing="open_issue")
    assert answer.handoff is not None and answer.handoff.reason == "customer_issue"


def test_an_open_issue_is_named_as_the_contact_stores_it() -> None:
    assert OPEN_ISSUE in Contact.Standing.values
    assert plan(Intent.POSITIVE, standing=Contact.Standing.OPEN_ISSUE.value).bot == "pause"


def test_a_machine_gets_no_answer_and_stops_nothing() -> None:
    assert plan(Intent.AUTO_REPLY) == AnswerPlan(None, enrollment="keep")


def test_a_wrong_number_gets_an_apology_and_nothing_more() -> None:
    answer = plan(Intent.WRONG_NUMBER, confidence=0.2)
    assert (answer.copy_key, answer.suppress, answer.conversation) == ("wrong_number", "wrong_number", "close")


def test_not_interested_leaves_all_campaigns() -> None:
    assert plan(Intent.NOT_INTERESTED).suppress == "not_interested"


def test_an_urgent_price_question_is_due_within_the_hour() -> None:
    answer = plan(Intent.PRICING_QUESTION, flags=frozenset({"urgent"}))
    assert answer.handoff is not None and answer.handoff.due == timedelta(hours=1)


@given(
    st.sampled_from(list(Intent)),
    st.floats(0, 1),
    st.sampled_from(Contact.Standing.values),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_every_message_of_a_person_stops_the_enrollment(
    intent: Intent, confidence: float, standing: str, clarified: bool, qualified: bool, price: bool
) -> None:
    answer = plan(
        intent,
        confidence=confidence,
        standing=standing,
        clarified_before=clarified,
        qualified=qualified,
        knows_price=price,
    )
    assert answer.enrollment == ("keep" if intent is Intent.AUTO_REPLY else "stop")
    assert answer.copy_key or answer.handoff or intent in (Intent.OPT_OUT, Intent.AUTO_REPLY)
