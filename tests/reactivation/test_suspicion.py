"""A reply that may be an opt-out has one name in the report until a member has decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts import work
from conversations import inbox, threads
from conversations.models import Conversation
from reactivation.campaigns.models import Enrollment, StepMessage
from reactivation.campaigns.policy import better_reply
from tests.architecture.rows import make_row
from tests.cast import Cast
from tests.conversations.inbound import make_outbound, text
from tests.factories import NOW

SUSPICIOUS = "Why do you keep texting me"


@pytest.fixture
def suspected(cast: Cast) -> Enrollment:
    """Maria answered a campaign with words that may be an opt-out."""
    sent = make_outbound(cast.contact, cast.account, status="delivered", at=NOW)
    enrollment = make_row(Enrollment, business=cast.business, contact=cast.contact, state="active", reply_intent="")
    make_row(StepMessage, business=cast.business, enrollment=enrollment, message=sent)
    inbox.receive(cast.account, text(SUSPICIOUS), now=NOW + timedelta(hours=1))
    work.drain(clock=lambda: NOW + timedelta(hours=1))
    return Enrollment.objects.for_business(cast.business).get()


def decide(cast: Cast, *, is_opt_out: bool) -> Enrollment:
    thread = Conversation.objects.for_business(cast.business).select_related("contact", "business").get()
    later = NOW + timedelta(hours=2)
    threads.decide_suspected(thread, is_opt_out=is_opt_out, member=cast.agent, reason="Read it", now=later)
    work.drain(clock=lambda: later)
    return Enrollment.objects.for_business(cast.business).get()


def test_the_report_calls_it_a_suspected_opt_out(suspected: Enrollment) -> None:
    assert (suspected.reply_intent, suspected.opted_out_at) == ("suspected_opt_out", None)


def test_a_decision_takes_its_place(cast: Cast, suspected: Enrollment) -> None:
    assert decide(cast, is_opt_out=True).reply_intent == "opt_out"


def test_a_suspicion_that_was_none_counts_as_what_it_meant(cast: Cast, suspected: Enrollment) -> None:
    assert decide(cast, is_opt_out=False).reply_intent == "unclear"


def test_any_reading_replaces_a_suspicion() -> None:
    assert better_reply("suspected_opt_out", "complaint") == "complaint"
