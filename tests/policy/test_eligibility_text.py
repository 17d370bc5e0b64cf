"""Eligibility: identity, opt-out line, disclosure, length, content, approval."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contacts.eligibility import (
    Approval,
    ConversationFacts,
    MemberFacts,
    Purpose,
    SendContext,
    Verdict,
    carries_opt_out_line,
    evaluate,
    lines_due,
    names_sender,
)
from tests.policy.sending import (
    ALLOW,
    BLOCK,
    BODY,
    BUSINESS,
    DAY,
    HOLD,
    MINUTE,
    NOW,
    TALK,
    P,
    answering,
    email,
    finding,
    text,
    verdict_of,
)

# --- identity, opt-out line, disclosure


@pytest.mark.parametrize(
    ("purpose", "talk", "opt_out", "identity"),
    [
        (P.CAMPAIGN, TALK, True, True),
        (P.FOLLOW_UP, TALK, True, False),
        (P.FOLLOW_UP, ConversationFacts(), True, True),
        (P.REPLY, TALK, False, False),
        (P.REPLY, ConversationFacts(), True, True),
        (P.REPLY, replace(TALK, last_opt_out_line_at=NOW - 30 * DAY), True, True),
        (P.REPLY, replace(TALK, last_opt_out_line_at=NOW - 30 * DAY + MINUTE), False, False),
        (P.MEMBER_REPLY, TALK, False, False),
        (P.MEMBER_REPLY, ConversationFacts(), True, True),
        (P.LEAD_RESPONSE, TALK, True, True),
        (P.MISSED_CALL, TALK, True, True),
        (P.APPOINTMENT, ConversationFacts(), False, True),
        (P.CONSENT_REQUEST, TALK, True, True),
        (P.OPT_OUT_CONFIRMATION, TALK, False, True),
        (P.HELP_ANSWER, TALK, True, True),
        (P.TEST, TALK, True, True),
        (P.MEMBER_NOTICE, TALK, False, True),
    ],
)
def test_lines_are_due_as_the_table_says(
    purpose: Purpose, talk: ConversationFacts, opt_out: bool, identity: bool
) -> None:
    decision = evaluate(text(purpose, conversation=talk))
    assert (decision.opt_out_line_due, decision.identity_due) == (opt_out, identity)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, False),
        ({"last_disclosure_at": None}, True),
        ({"last_outbound_at": NOW - 14 * DAY}, True),
        ({"last_outbound_at": NOW - 14 * DAY + MINUTE}, False),
        ({"handed_back_at": NOW - timedelta(hours=3)}, True),
        ({"handed_back_at": NOW - 2 * DAY}, False),
    ],
)
def test_the_assistant_discloses_itself_first_after_silence_and_after_a_person(
    changes: dict[str, Any], due: bool
) -> None:
    talk = replace(TALK, **changes)
    assert evaluate(answering(P.REPLY, conversation=talk)).disclosure_due is due
    assert evaluate(answering(P.MEMBER_REPLY, conversation=talk)).disclosure_due is False


def test_lines_are_composed_a_little_before_they_are_due() -> None:
    talk = replace(TALK, last_opt_out_line_at=NOW - 28 * DAY)
    context = answering(P.REPLY, conversation=talk)
    assert lines_due(context).opt_out
    assert not evaluate(context).opt_out_line_due


@pytest.mark.parametrize(
    ("changes", "rule", "reason"),
    [
        ({"body": "Still need a furnace? Reply STOP to opt out."}, "identity", "identity_missing"),
        ({"business": replace(BUSINESS, sender_name=" ")}, "identity", "no_sender_name"),
        ({"body": "LAKESIDE  AIR here. Reply STOP to opt out."}, "identity", "identified"),
        ({"body": "Lakeside Air: still need a furnace?"}, "opt_out_line", "opt_out_line_missing"),
        ({"body": BODY}, "opt_out_line", "carried"),
    ],
)
def test_a_text_that_lacks_a_due_line_is_refused(changes: dict[str, Any], rule: str, reason: str) -> None:
    verdict = ALLOW if reason in ("identified", "carried") else BLOCK
    assert verdict_of(text(**changes), rule) == (verdict, reason)


def test_commercial_mail_needs_a_postal_address_and_a_link() -> None:
    homeless = email(business=replace(BUSINESS, postal_address=""))
    assert verdict_of(homeless, "identity") == (BLOCK, "no_postal_address")
    assert verdict_of(replace(homeless, purpose=P.REPLY), "identity")[0] is ALLOW
    assert verdict_of(email(has_unsubscribe_link=False), "opt_out_line") == (BLOCK, "unsubscribe_link_missing")
    assert verdict_of(email(P.REPLY, has_unsubscribe_link=False), "opt_out_line")[0] is ALLOW


@pytest.mark.parametrize(
    ("body", "carries"),
    [
        ("Reply STOP to opt out.", True),
        ("reply 'stop' to unsubscribe", True),
        ("Text STOP to end", True),
        ("STOP=end", True),
        ("Txt STOP 2 quit", True),
        ("Responda ALTO para no recibir más", True),
        ("Répondez ARRET pour vous désinscrire", True),
        ("We can stop by tomorrow.", False),
        ("We never stop. Text us!", False),
        ("Reply to us", False),
    ],
)
def test_an_opt_out_line_is_recognised(body: str, carries: bool) -> None:
    assert carries_opt_out_line(body) is carries


def test_an_empty_sender_name_is_named_by_nothing() -> None:
    assert not names_sender("any text", "")


# --- length and encoding


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (text(body="  \n"), "empty"),
        (text(body=BODY + "\x00"), "not_encodable"),
        (text(body=BODY + "\ud83d"), "not_encodable"),
        (text(body=BODY.ljust(1600, "x")), "fits"),
        (text(body=BODY.ljust(1601, "x")), "too_many_characters"),
        (text(segments=2), "fits"),
        (text(segments=3), "too_long"),
        (email(body=BODY.ljust(5000, "x"), segments=30), "fits"),
    ],
)
def test_a_text_must_fit(context: SendContext, reason: str) -> None:
    assert verdict_of(context, "length") == (ALLOW if reason == "fits" else BLOCK, reason)


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    assert finding(text(segments=3), "length").sentence == "The text takes 3 segments; 2 is the most. Shorten it."


# --- content


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Hi {{ first_name }}", "merge_field"),
        ("Hi {first_name}", "merge_field"),
        ("Hi *|FNAME|*", "merge_field"),
        ("Hi [First Name]", "merge_field"),
        ("Look: https://bit.ly/3xYz", "link_shortener"),
        ("Look: tinyurl.com/abc", "link_shortener"),
        ("Look: https://habit.lyon.example/x", "clean"),
        ("Look: https://cat.company.example", "clean"),
        ("Free whiskey with every repair", "filtered_topic"),
        ("We sell CBD", "filtered_topic"),
        ("Weed control and a quick shot of paint", "clean"),
        ("Reply CANCEL to cancel your visit", "keyword_as_answer"),
        ("Reply END to unsubscribe", "clean"),
        ("Replying STOP is the only way to stop these texts", "only_way_to_stop"),
        ("See you at 9!", "clean"),
    ],
)
def test_the_words_are_checked(words: str, reason: str) -> None:
    assert verdict_of(text(body=f"{words} {BODY}"), "content") == (ALLOW if reason == "clean" else BLOCK, reason)


@pytest.mark.parametrize(
    ("purpose", "subject", "verdict"),
    [
        (P.CAMPAIGN, "Re: your furnace", BLOCK),
        (P.CAMPAIGN, "FWD: offer", BLOCK),
        (P.CAMPAIGN, "Regarding your furnace", ALLOW),
        (P.REPLY, "Re: your furnace", ALLOW),
    ],
)
def test_a_subject_may_not_pretend_to_be_a_thread(purpose: Purpose, subject: str, verdict: Verdict) -> None:
    assert finding(email(purpose, subject=subject), "content").verdict is verdict


def test_a_member_may_answer_for_a_topic_that_carriers_filter() -> None:
    context = answering(P.MEMBER_REPLY, body="Bring the rifle safe manual.")
    assert evaluate(context).needs_confirmation == "Carriers filter texts about this topic. Send it anyway?"
    assert evaluate(replace(context, member=MemberFacts(confirmed_content=True))).verdict is ALLOW


# --- approval


@pytest.mark.parametrize(
    ("purpose", "approval", "verdict"),
    [
        (P.CAMPAIGN, Approval.NEEDED, HOLD),
        (P.CAMPAIGN, Approval.GIVEN, ALLOW),
        (P.REPLY, Approval.NEEDED, HOLD),
        (P.MEMBER_REPLY, Approval.NEEDED, ALLOW),
        (P.OPT_OUT_CONFIRMATION, Approval.NEEDED, ALLOW),
        (P.HELP_ANSWER, Approval.NEEDED, ALLOW),
    ],
)
def test_what_is_not_approved_waits_for_a_person(purpose: Purpose, approval: Approval, verdict: Verdict) -> None:
    assert finding(answering(purpose, approval=approval), "approval").verdict is verdict
