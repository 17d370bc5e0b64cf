"""Eligibility: quiet hours by purpose, hours of the rule, caps."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.hours import Interval, OpenHours
from contacts.eligibility import MemberFacts, Purpose, SendContext, Verdict, evaluate
from tests.policy.sending import (
    ALLOW,
    BLOCK,
    BUSINESS,
    DEFER,
    HOLD,
    MINUTE,
    NIGHT,
    NOW,
    PHONE,
    TALK,
    P,
    R,
    answering,
    email,
    finding,
    sent,
    stop,
    text,
    verdict_of,
)

# No hour of the day is fine in all three.
APART = ("America/New_York", "Europe/Berlin", "Asia/Shanghai")

# --- quiet hours by purpose


@pytest.mark.parametrize(
    ("purpose", "age", "verdict"),
    [
        (P.CAMPAIGN, MINUTE, DEFER),
        (P.FOLLOW_UP, MINUTE, DEFER),
        (P.APPOINTMENT, MINUTE, DEFER),
        (P.CONSENT_REQUEST, MINUTE, DEFER),
        (P.REPLY, 15 * MINUTE, ALLOW),
        (P.REPLY, 15 * MINUTE + timedelta(seconds=1), DEFER),
        (P.REPLY, -2 * MINUTE, DEFER),
        (P.LEAD_RESPONSE, 15 * MINUTE, ALLOW),
        (P.LEAD_RESPONSE, 16 * MINUTE, DEFER),
        (P.MISSED_CALL, 15 * MINUTE, ALLOW),
        (P.MISSED_CALL, 16 * MINUTE, DEFER),
        (P.MEMBER_REPLY, MINUTE, HOLD),
        (P.OPT_OUT_CONFIRMATION, MINUTE, ALLOW),
        (P.HELP_ANSWER, MINUTE, ALLOW),
        (P.TEST, MINUTE, ALLOW),
        (P.MEMBER_NOTICE, MINUTE, ALLOW),
    ],
)
def test_at_night_each_purpose_does_what_the_table_says(purpose: Purpose, age: timedelta, verdict: Verdict) -> None:
    assert finding(answering(purpose, age, now=NIGHT), "quiet_hours").verdict is verdict


def test_an_email_has_no_quiet_hours() -> None:
    assert finding(email(now=NIGHT), "quiet_hours").verdict is ALLOW


def test_a_fresh_answer_at_night_is_valid_only_while_it_is_fresh() -> None:
    decision = evaluate(answering(P.REPLY, 5 * MINUTE, now=NIGHT))
    assert (decision.verdict, decision.latest) == (ALLOW, NIGHT + 10 * MINUTE)


def test_an_answer_that_just_turned_15_minutes_old_may_still_leave() -> None:
    decision = evaluate(answering(P.REPLY, 15 * MINUTE, now=NIGHT))
    assert (decision.verdict, decision.until, decision.latest) == (ALLOW, None, NIGHT)


def test_a_fresh_answer_at_the_end_of_the_hours_is_valid_as_long_as_it_is_fresh() -> None:
    late = datetime(2026, 11, 24, 1, 55, tzinfo=UTC)  # 20:55 in New York
    assert evaluate(answering(P.REPLY, 5 * MINUTE, now=late)).latest == late + 10 * MINUTE
    assert evaluate(answering(P.REPLY, 12 * MINUTE, now=late)).latest == late + 5 * MINUTE


def test_a_member_is_asked_where_no_hour_is_fine_everywhere() -> None:
    context = answering(P.MEMBER_REPLY, zones=APART)
    decision = evaluate(context)
    assert (decision.verdict, decision.until) == (HOLD, None)


def test_no_common_hour_is_refused_with_a_sentence() -> None:
    found = finding(text(zones=APART), "quiet_hours")
    assert (found.verdict, found.reason) == (BLOCK, "no_common_hour")
    assert found.sentence == "No hour is fine in all places where this person may be."


def test_a_deferral_says_why_and_until_when() -> None:
    found = finding(text(now=NIGHT), "quiet_hours")
    assert found.sentence == "It is too early, too late or a closed day where this person is (the United States)."
    assert found.until == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_an_unknown_zone_abroad_is_refused_with_what_to_do() -> None:
    found = finding(text(country="FR", states=(), zones=()), "quiet_hours")
    assert (found.verdict, found.reason) == (BLOCK, "zone_unknown")
    assert found.sentence == "Nobody knows this person's time zone. Set it on the contact first."


def test_a_member_is_asked_at_night_and_may_confirm() -> None:
    asked = evaluate(answering(P.MEMBER_REPLY, now=NIGHT))
    assert asked.verdict is HOLD
    assert asked.needs_confirmation == ("It is outside the hours in which texts should arrive there. Send it anyway?")
    assert asked.until == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    confirmed = answering(P.MEMBER_REPLY, now=NIGHT, member=MemberFacts(confirmed_outside_hours=True))
    assert evaluate(confirmed).verdict is ALLOW


def test_a_member_is_asked_for_everything_at_once() -> None:
    decision = evaluate(text(P.MEMBER_REPLY, now=NIGHT, consents=()))
    assert decision.needs_confirmation == (
        "This person has not written for 90 days and no consent is on record. Why may you write? "
        "It is outside the hours in which texts should arrive there. Send it anyway?"
    )


def test_nobody_is_asked_where_an_answer_would_not_help() -> None:
    blocked = evaluate(text(P.MEMBER_REPLY, now=NIGHT, **stop(R.OPTED_OUT_BY_TEXT, *PHONE)))
    assert (blocked.verdict, blocked.needs_confirmation) == (BLOCK, None)


@pytest.mark.parametrize(
    ("age", "reason"), [(5 * MINUTE, "within_five_minutes"), (301 * timedelta(seconds=1), "expired")]
)
def test_an_opt_out_is_confirmed_within_five_minutes_or_never(age: timedelta, reason: str) -> None:
    context = answering(P.OPT_OUT_CONFIRMATION, age)
    assert finding(context, "quiet_hours").reason == reason
    assert evaluate(context).verdict is (BLOCK if reason == "expired" else ALLOW)


def test_a_confirmation_is_valid_until_the_five_minutes_end() -> None:
    assert evaluate(answering(P.OPT_OUT_CONFIRMATION)).latest == NOW + 4 * MINUTE


def test_a_confirmation_that_a_switch_would_delay_is_refused() -> None:
    decision = evaluate(answering(P.OPT_OUT_CONFIRMATION, switched_off=("all",)))
    assert decision.verdict is BLOCK
    assert [found.reason for found in decision.objections] == ["no_common_time"]


def test_a_notice_waits_for_the_members_quiet_times() -> None:
    hours = OpenHours("America/New_York", tuple(Interval(day, time(7), time(22)) for day in range(7)))
    context = text(P.MEMBER_NOTICE, now=NIGHT, member=MemberFacts(wants_notice=True, notice_hours=hours))
    decision = evaluate(context)
    assert (decision.verdict, decision.until) == (DEFER, datetime(2026, 11, 23, 12, 0, tzinfo=UTC))


def test_a_notice_waits_for_its_bundle() -> None:
    member = MemberFacts(wants_notice=True, bundle_until=NOW + 10 * MINUTE)
    assert evaluate(text(P.MEMBER_NOTICE, member=member)).until == NOW + 10 * MINUTE


# --- hours of the rule


def weekly(start: int, end: int) -> OpenHours:
    return OpenHours("America/New_York", tuple(Interval(day, time(start), time(end)) for day in range(5)))


def test_a_follow_up_waits_for_the_hours_of_its_rule() -> None:
    decision = evaluate(answering(P.FOLLOW_UP, rule_hours=weekly(13, 15)))
    assert (decision.verdict, decision.until) == (DEFER, NOW + timedelta(hours=2))
    assert decision.latest == NOW + timedelta(hours=4)


def test_a_reply_does_not_wait_for_the_hours_of_a_rule() -> None:
    assert finding(answering(P.REPLY, rule_hours=weekly(13, 15)), "open_hours").verdict is ALLOW


def test_hours_that_never_meet_the_law_are_refused_with_a_sentence() -> None:
    decision = evaluate(answering(P.FOLLOW_UP, rule_hours=weekly(22, 23)))
    assert decision.verdict is BLOCK
    (found,) = decision.objections
    assert found.sentence.endswith("No moment fits all rules of time together, so this can never leave.")


def test_hours_that_never_open_are_refused() -> None:
    context = answering(P.FOLLOW_UP, rule_hours=OpenHours("UTC", ()))
    assert verdict_of(context, "open_hours") == (BLOCK, "never_open")


# --- caps (ruling 5); more in test_caps_properties


@pytest.mark.parametrize(
    ("context", "verdict", "reason"),
    [
        (text(recent=sent(P.CAMPAIGN, 23.9)), DEFER, "campaign_cap"),
        (text(recent=sent(P.CAMPAIGN, 24)), ALLOW, "within_caps"),
        (text(recent=sent(P.CONSENT_REQUEST, 1)), DEFER, "campaign_cap"),
        (text(recent=sent(P.CAMPAIGN, 1, 2), business=replace(BUSINESS, campaign_cap=3)), ALLOW, "within_caps"),
        (text(recent=sent(P.CAMPAIGN, 1, 2, 3), business=replace(BUSINESS, campaign_cap=9)), DEFER, "campaign_cap"),
        (text(business=replace(BUSINESS, campaign_cap=0)), BLOCK, "campaign_cap_zero"),
        (text(recent=sent(P.FOLLOW_UP, 1, 2, 3)), DEFER, "automated_cap"),
        (answering(P.FOLLOW_UP, recent=sent(P.FOLLOW_UP, 1, 2)), ALLOW, "within_caps"),
        (answering(P.FOLLOW_UP, recent=sent(P.FOLLOW_UP, 1, 2, 3)), DEFER, "automated_cap"),
        (answering(P.FOLLOW_UP, recent=sent(P.REPLY, 1, 2, 3, answers_fresh_message=True)), ALLOW, "within_caps"),
        (answering(P.FOLLOW_UP, recent=sent(P.MEMBER_REPLY, 1, 2, 3)), ALLOW, "within_caps"),
        (answering(P.FOLLOW_UP, recent=sent(P.MEMBER_REPLY, 1, 2, 3), states=("FL",)), DEFER, "law_cap"),
        (
            answering(P.FOLLOW_UP, states=("FL",), topic="a", recent=sent(P.MEMBER_REPLY, 1, 2, 3, subject="b")),
            ALLOW,
            "within_caps",
        ),
        (answering(P.FOLLOW_UP, recent=sent(P.HELP_ANSWER, 1, 2, 3)), ALLOW, "within_caps"),
        (answering(P.REPLY, conversation=replace(TALK, automated_in_a_row=2)), ALLOW, "within_caps"),
        (answering(P.REPLY, conversation=replace(TALK, automated_in_a_row=3)), BLOCK, "automated_in_a_row"),
        (answering(P.REPLY, recent=sent(P.FOLLOW_UP, 1, 2, 3)), ALLOW, "within_caps"),
        (answering(P.REPLY, timedelta(hours=1), recent=sent(P.FOLLOW_UP, 1, 2, 3)), DEFER, "automated_cap"),
        (answering(P.MEMBER_REPLY, recent=sent(P.CAMPAIGN, 1, 2, 3, 4)), ALLOW, "within_caps"),
        (answering(P.APPOINTMENT, recent=sent(P.APPOINTMENT, 1, 2, 3, 4)), ALLOW, "within_caps"),
        (answering(P.MISSED_CALL, recent=sent(P.MISSED_CALL, 23)), BLOCK, "caller_already_texted"),
        (answering(P.MISSED_CALL, recent=sent(P.MISSED_CALL, 24)), ALLOW, "within_caps"),
        (
            answering(P.MISSED_CALL, recent=sent(P.MISSED_CALL, 1), business=replace(BUSINESS, missed_call_cap=2)),
            ALLOW,
            "within_caps",
        ),
        (answering(P.OPT_OUT_CONFIRMATION, recent=sent(P.OPT_OUT_CONFIRMATION, 0)), BLOCK, "already_confirmed"),
        (answering(P.OPT_OUT_CONFIRMATION, recent=sent(P.OPT_OUT_CONFIRMATION, 1)), ALLOW, "within_caps"),
        (answering(P.OPT_OUT_CONFIRMATION, carrier_answered=True), BLOCK, "carrier_answered"),
    ],
)
def test_caps_hold_as_ruling_5_says(context: SendContext, verdict: Verdict, reason: str) -> None:
    assert verdict_of(context, "caps") == (verdict, reason)


def test_a_cap_defers_until_the_oldest_message_no_longer_counts() -> None:
    found = finding(text(recent=sent(P.CAMPAIGN, 20)), "caps")
    assert found.until == NOW + timedelta(hours=4)
    assert found.sentence == "This person has already had one of the campaign messages allowed in 24 hours."


def test_the_cadence_of_five_then_fifteen_minutes_passes_after_a_reply() -> None:
    recent = (*sent(P.REPLY, 0.35, answers_fresh_message=True), *sent(P.FOLLOW_UP, 0.25))
    assert evaluate(answering(P.FOLLOW_UP, 21 * MINUTE, recent=recent)).verdict is ALLOW
