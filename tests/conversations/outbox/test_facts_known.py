"""No rule claims to have looked at what nobody knows."""

from __future__ import annotations

from contacts.eligibility import BusinessFacts, Purpose
from conversations import outbox
from conversations.outbox.facts import CAP_WINDOW
from tests.cast import Cast
from tests.conversations.outbox.asking import ask
from tests.factories import NOW


def test_a_notice_is_refused_while_members_have_no_settings_for_it(cast: Cast) -> None:
    notice = ask(cast.contact, purpose=Purpose.MEMBER_NOTICE, member_id=cast.owner.pk, channel="email")
    decision = outbox.check(notice, now=NOW)
    assert "notice_not_wanted" in [finding.reason for finding in decision.findings]


def test_the_texts_of_the_whole_missed_call_window_are_loaded() -> None:
    assert BusinessFacts(name="").missed_call_window <= CAP_WINDOW
