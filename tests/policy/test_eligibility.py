"""Every rule of eligibility: what it allows, what it refuses, its boundary, and its sentence for the owner."""

import time as clock
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from accounts.hours import Interval, OpenHours
from contacts.eligibility import (
    RULES_VERSION,
    Approval,
    BotState,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    Finding,
    LineType,
    MemberFacts,
    PointState,
    Purpose,
    RecentSend,
    SendContext,
    SenderKind,
    SendingMode,
    SuppressionFact,
    SuppressionReason,
    Verdict,
    carries_opt_out_line,
    evaluate,
    lines_due,
    names_sender,
)
from contacts.eligibility_purposes import PURPOSES
from tests.policy.sending import BODY, BUSINESS, DOMAIN, NOW, NUMBER, WRITTEN, campaign

ALLOW, DEFER, HOLD, BLOCK = Verdict.ALLOW, Verdict.DEFER, Verdict.HOLD, Verdict.BLOCK
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NIGHT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # 23:00 on Sunday in New York
TALK = ConversationFacts(
    last_inbound_at=NOW - timedelta(hours=1),
    inbound_on_this_channel=True,
    is_first_from_sender=False,
    last_opt_out_line_at=NOW - DAY,
    last_disclosure_at=NOW - DAY,
    last_outbound_at=NOW - timedelta(hours=2),
)


def text(purpose: Purpose = Purpose.CAMPAIGN, **changes: Any) -> SendContext:
    return replace(campaign(), purpose=purpose, **changes)


def email(purpose: Purpose = Purpose.CAMPAIGN, **changes: Any) -> SendContext:
    facts: dict[str, Any] = {
        "channel": ChannelKind.EMAIL,
        "address": "ann@example.com",
        "sender": DOMAIN,
        "consents": (),
        "own_dealings_source": "import of March",
        "has_unsubscribe_link": True,
        "subject": "Your furnace",
    }
    return replace(campaign(), purpose=purpose, **facts | changes)


def answering(purpose: Purpose, age: timedelta = MINUTE, **changes: Any) -> SendContext:
    """A message that answers something of `age` ago, in a conversation that is under way."""
    now = changes.get("now", NOW)
    facts: dict[str, Any] = {"answered_at": now - age, "last_inbound_at": now - age, "conversation": TALK}
    return replace(campaign(), purpose=purpose, **facts | changes)


def finding(context: SendContext, rule: str) -> Finding:
    (found,) = [found for found in evaluate(context).findings if found.rule == rule]
    return found


def verdict_of(context: SendContext, rule: str) -> tuple[Verdict, str]:
    found = finding(context, rule)
    return found.verdict, found.reason


def stop(reason: SuppressionReason, *kinds: ChannelKind, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"created_at": NOW - DAY, "channel_kinds": frozenset(kinds)}
    return {"suppressions": (SuppressionFact(reason=reason, **facts | changes),)}


# --- the decision as a whole


def test_a_campaign_text_with_nothing_against_it_is_allowed() -> None:
    decision = evaluate(text())
    assert decision.verdict is ALLOW
    assert (decision.consent_id, decision.is_attested) == ("consent-1", False)
    assert decision.rules_version == RULES_VERSION
    assert decision.latest == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def test_every_rule_speaks_in_order_even_after_a_refusal() -> None:
    rules = [found.rule for found in evaluate(text(point_valid=False, body="")).findings]
    assert rules == [
        "suppressed", "consent", "preferred_channel", "address", "channel", "switches", "bot", "quiet_hours",
        "open_hours", "caps", "identity", "opt_out_line", "length", "content", "approval",
    ]  # fmt: skip


def test_every_sentence_is_a_sentence() -> None:
    for purpose in Purpose:
        for context in (text(purpose), email(purpose), text(purpose, now=NIGHT, consents=(), point_valid=False)):
            for found in evaluate(context).findings:
                assert found.sentence[0].isupper()
                assert found.sentence.endswith((".", "”.", ")."))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, ALLOW),
        ({"now": NIGHT}, DEFER),
        ({"now": NIGHT, "approval": Approval.NEEDED}, HOLD),
        ({"now": NIGHT, "approval": Approval.NEEDED, "consents": ()}, BLOCK),
    ],
)
def test_the_strictest_finding_decides(changes: dict[str, Any], verdict: Verdict) -> None:
    assert evaluate(text(**changes)).verdict is verdict


def test_a_held_message_knows_when_it_could_leave() -> None:
    decision = evaluate(text(now=NIGHT, approval=Approval.NEEDED))
    assert decision.until == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


def test_a_blocked_message_has_no_time() -> None:
    decision = evaluate(text(now=NIGHT, consents=()))
    assert (decision.until, decision.latest) == (None, None)


def test_objections_come_strictest_first() -> None:
    decision = evaluate(text(now=NIGHT, consents=(), approval=Approval.NEEDED))
    assert [found.rule for found in decision.objections] == ["consent", "approval", "quiet_hours"]


def test_a_decision_takes_less_than_a_tenth_of_a_millisecond() -> None:
    context = text()
    evaluate(context)
    # The best of many: other work on the machine must not fail this.
    best = min(_cost_of_fifty(context) for _ in range(20)) / 50
    assert best < 100e-6


def _cost_of_fifty(context: SendContext) -> float:
    begin = clock.process_time()
    for _ in range(50):
        evaluate(context)
    return clock.process_time() - begin


# --- the purpose table


def test_every_purpose_has_its_row() -> None:
    assert PURPOSES.keys() == set(Purpose)


# --- suppressed (ruling 6)

R, C, P = SuppressionReason, ChannelKind, Purpose
PHONE = (C.SMS, C.WHATSAPP, C.VOICE)


@pytest.mark.parametrize(
    ("fact", "context", "verdict"),
    [
        # A text opt-out: texts, WhatsApp and calls, every campaign on every channel; transactional email stays.
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.CAMPAIGN), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, C.SMS), text(P.REPLY, channel=C.WHATSAPP), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.MEMBER_REPLY), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.APPOINTMENT), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), email(P.CAMPAIGN), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE, same_address=False), email(P.CAMPAIGN), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), email(P.APPOINTMENT), ALLOW),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), email(P.REPLY), ALLOW),
        (stop(R.CARRIER_BLOCKED, C.SMS), text(P.REPLY), BLOCK),
        # Unsubscribed and Do Not Email: email, the running talk everywhere, but the booking's own mail.
        (stop(R.UNSUBSCRIBED, C.EMAIL), email(P.REPLY), BLOCK),
        (stop(R.DO_NOT_EMAIL, C.EMAIL), email(P.MEMBER_REPLY), BLOCK),
        (stop(R.UNSUBSCRIBED, C.EMAIL), email(P.APPOINTMENT), ALLOW),
        (stop(R.DO_NOT_EMAIL, C.EMAIL), text(P.CAMPAIGN), BLOCK),
        (stop(R.DO_NOT_EMAIL, C.EMAIL), text(P.CAMPAIGN, last_inbound_at=NOW - DAY), BLOCK),
        (stop(R.DO_NOT_EMAIL, C.EMAIL), text(P.CAMPAIGN, last_inbound_at=NOW - DAY + MINUTE), ALLOW),
        (stop(R.UNSUBSCRIBED, C.EMAIL), text(P.LEAD_RESPONSE, answered_at=NOW - MINUTE), ALLOW),
        # Words that mean every channel.
        (stop(R.OPTED_OUT_IN_OWN_WORDS), email(P.APPOINTMENT), BLOCK),
        (stop(R.UNSUBSCRIBED), email(P.APPOINTMENT), BLOCK),
        (stop(R.MANUAL_STOP), text(P.REPLY, channel=C.CHAT), BLOCK),
        # Suspected: everything automated, until a member decides.
        (stop(R.SUSPECTED, *PHONE), text(P.REPLY), BLOCK),
        (stop(R.SUSPECTED, *PHONE), email(P.APPOINTMENT), BLOCK),
        (stop(R.SUSPECTED, *PHONE), text(P.MEMBER_REPLY), HOLD),
        (stop(R.SUSPECTED, *PHONE), text(P.MEMBER_REPLY, member=MemberFacts(confirmed_suspected=True)), ALLOW),
        # A fault lies in the address, not in the person.
        (stop(R.WRONG_NUMBER, C.SMS), text(P.MEMBER_REPLY), BLOCK),
        (stop(R.HARD_BOUNCE, C.EMAIL), email(P.APPOINTMENT), BLOCK),
        (stop(R.HARD_BOUNCE, C.EMAIL, same_address=False), text(P.CAMPAIGN), ALLOW),
        (stop(R.INVALID, same_address=False), text(P.CAMPAIGN), ALLOW),
        (stop(R.COMPLAINT, C.EMAIL), text(P.CAMPAIGN), BLOCK),
        (stop(R.COMPLAINT, C.EMAIL), text(P.REPLY), ALLOW),
        # What an opt-out itself asks for.
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.OPT_OUT_CONFIRMATION), ALLOW),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.HELP_ANSWER), ALLOW),
        (
            stop(R.OPTED_OUT_BY_TEXT, *PHONE),
            text(P.HELP_ANSWER, sender=replace(NUMBER, kind=SenderKind.TOLL_FREE)),
            BLOCK,
        ),
        # Members have a list of their own.
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.MEMBER_NOTICE), BLOCK),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), email(P.MEMBER_NOTICE), ALLOW),
        (stop(R.OPTED_OUT_BY_TEXT, *PHONE), text(P.TEST), BLOCK),
    ],
)
def test_each_stop_reaches_what_ruling_6_says(fact: dict[str, Any], context: SendContext, verdict: Verdict) -> None:
    assert finding(replace(context, **fact), "suppressed").verdict is verdict


def test_not_interested_ends_campaigns_and_follow_ups_only() -> None:
    said_no = {"not_interested_at": NOW - DAY}
    assert verdict_of(text(**said_no), "suppressed") == (BLOCK, "not_interested")
    assert verdict_of(text(P.FOLLOW_UP, **said_no), "suppressed") == (BLOCK, "not_interested")
    assert finding(text(P.REPLY, **said_no), "suppressed").verdict is ALLOW


def test_a_stop_says_what_happened() -> None:
    found = finding(text(**stop(R.OPTED_OUT_BY_TEXT, *PHONE)), "suppressed")
    assert (found.reason, found.sentence) == ("opted_out_by_text", "This person opted out by text.")


# --- consent (ruling 9 and the purpose table)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wording": "", "attested_by": "Dana", "attested_at": NOW - DAY}, "attested"),
        ({"wording": "", "attested_by": "Dana"}, "consent_without_wording"),
        ({"wording": ""}, "consent_without_wording"),
        ({"obtained_at": None}, "consent_undated"),
        ({"source": ""}, "consent_without_source"),
        ({"scope": "transactional"}, "consent_not_for_marketing"),
        ({"scope": "all"}, "express_written"),
        ({"kind": ConsentKind.EXPRESS}, "consent_not_written"),
        ({"kind": ConsentKind.INBOUND}, "consent_not_written"),
        ({"channel": ChannelKind.EMAIL}, "no_consent"),
        ({"withdrawn": True}, "consent_withdrawn"),
        ({"expires_at": NOW}, "consent_expired"),
        ({"expires_at": NOW + MINUTE}, "express_written"),
        ({"obtained_at": NOW + MINUTE}, "consent_not_written"),
    ],
)
def test_a_campaign_by_text_needs_written_consent_with_date_source_and_wording_or_attestation(
    changes: dict[str, Any], reason: str
) -> None:
    found = finding(text(consents=(replace(WRITTEN, **changes),)), "consent")
    assert found.reason == reason
    assert found.verdict is (ALLOW if reason in ("attested", "express_written") else BLOCK)


def test_an_attested_consent_is_shown_as_attested() -> None:
    vouched = replace(WRITTEN, wording="", attested_by="Dana", attested_at=NOW - DAY)
    decision = evaluate(text(consents=(vouched,)))
    assert decision.is_attested
    assert finding(text(consents=(vouched,)), "consent").sentence.startswith("Attested: Dana vouches")


def test_a_refused_campaign_text_says_why() -> None:
    sentence = finding(text(consents=()), "consent").sentence
    assert sentence == "Not eligible by text: there is no record that this person agreed to texts."


def test_consent_to_texts_is_no_consent_to_whatsapp() -> None:
    assert verdict_of(text(channel=C.WHATSAPP), "consent") == (BLOCK, "no_consent")


@pytest.mark.parametrize("channel", [C.MESSENGER, C.INSTAGRAM, C.CHAT])
def test_campaigns_never_use_other_channels(channel: ChannelKind) -> None:
    assert verdict_of(text(channel=channel), "consent") == (BLOCK, "channel_not_for_campaigns")


MAIL_CONSENT = ConsentFact(
    id="m", kind=ConsentKind.IMPLIED, channel=C.EMAIL, source="quote of May", obtained_at=NOW - 90 * DAY
)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"country": "US"}, ALLOW),
        ({"country": "US", "own_dealings_source": ""}, BLOCK),
        ({"country": "PR"}, ALLOW),
        ({"country": "CA"}, BLOCK),
        ({"country": ""}, BLOCK),
        ({"country": "CA", "consents": (replace(MAIL_CONSENT, kind=ConsentKind.EXPRESS),)}, ALLOW),
        ({"country": "CA", "consents": (MAIL_CONSENT,)}, BLOCK),
        ({"country": "CA", "consents": (replace(MAIL_CONSENT, expires_at=NOW + MINUTE),)}, ALLOW),
        ({"country": "CA", "consents": (replace(MAIL_CONSENT, expires_at=NOW),)}, BLOCK),
        ({"country": "GB", "consents": (replace(MAIL_CONSENT, kind=ConsentKind.SOFT_OPT_IN),)}, BLOCK),
        (
            {
                "country": "GB",
                "consents": (replace(MAIL_CONSENT, kind=ConsentKind.SOFT_OPT_IN, wording="bought in May"),),
            },
            ALLOW,
        ),
        ({"country": "US", "consents": (replace(MAIL_CONSENT, withdrawn=True),)}, BLOCK),
    ],
)
def test_a_campaign_by_email_needs_what_the_country_asks(changes: dict[str, Any], verdict: Verdict) -> None:
    assert finding(email(**changes), "consent").verdict is verdict


@pytest.mark.parametrize(
    ("context", "verdict", "reason"),
    [
        (answering(P.FOLLOW_UP), ALLOW, "conversation"),
        (text(P.FOLLOW_UP), BLOCK, "contact_never_wrote"),
        (
            answering(P.FOLLOW_UP, conversation=replace(TALK, inbound_on_this_channel=False), consents=()),
            BLOCK,
            "no_consent_for_channel",
        ),
        (
            answering(P.FOLLOW_UP, conversation=replace(TALK, inbound_on_this_channel=False)),
            ALLOW,
            "consent_for_channel",
        ),
        (answering(P.REPLY), ALLOW, "message"),
        (text(P.REPLY), BLOCK, "no_message"),
        (text(P.MEMBER_REPLY, last_inbound_at=NOW - 90 * DAY, consents=()), ALLOW, "recent_message"),
        (text(P.MEMBER_REPLY, last_inbound_at=NOW - 90 * DAY - MINUTE, consents=()), HOLD, "reason_needed"),
        (text(P.MEMBER_REPLY), ALLOW, "consent_on_record"),
        (text(P.MEMBER_REPLY, consents=(), member=MemberFacts(reason="She rang today")), ALLOW, "reason_stated"),
        (text(P.MEMBER_REPLY, consents=(), member=MemberFacts(reason="  ")), HOLD, "reason_needed"),
        (text(P.LEAD_RESPONSE, answered_at=NOW), ALLOW, "request_and_consent"),
        (text(P.LEAD_RESPONSE), BLOCK, "no_request"),
        (text(P.LEAD_RESPONSE, answered_at=NOW, consents=()), BLOCK, "no_consent"),
        (text(P.LEAD_RESPONSE, answered_at=NOW, consents=(replace(WRITTEN, source=""),)), HOLD, "consent_unclear"),
        (email(P.LEAD_RESPONSE, answered_at=NOW), ALLOW, "own_request"),
        (text(P.MISSED_CALL, answered_at=NOW, consents=()), ALLOW, "call"),
        (text(P.MISSED_CALL), BLOCK, "no_call"),
        (text(P.APPOINTMENT, answered_at=NOW, consents=()), ALLOW, "booking"),
        (text(P.APPOINTMENT), BLOCK, "no_booking"),
        (text(P.CONSENT_REQUEST, consents=()), BLOCK, "channel_not_allowed"),
        (text(P.CONSENT_REQUEST), ALLOW, "channel_allowed"),
        (answering(P.CONSENT_REQUEST, consents=()), ALLOW, "recent_message"),
        (email(P.CONSENT_REQUEST), ALLOW, "own_dealings"),
        (email(P.CONSENT_REQUEST, country="CA"), BLOCK, "no_consent_for_email"),
        (text(P.OPT_OUT_CONFIRMATION, consents=()), ALLOW, "not_needed"),
        (text(P.HELP_ANSWER, consents=()), ALLOW, "not_needed"),
        (text(P.TEST), BLOCK, "address_not_verified"),
        (text(P.TEST, member=MemberFacts(address_verified=True)), ALLOW, "verified_address"),
        (text(P.MEMBER_NOTICE), BLOCK, "notice_not_wanted"),
        (text(P.MEMBER_NOTICE, member=MemberFacts(wants_notice=True)), ALLOW, "settings"),
    ],
)
def test_every_other_purpose_has_a_basis_of_its_own(context: SendContext, verdict: Verdict, reason: str) -> None:
    assert verdict_of(context, "consent") == (verdict, reason)


# --- preferred channel


@pytest.mark.parametrize(
    ("context", "verdict"),
    [
        (text(preferred_channel=C.SMS), ALLOW),
        (text(preferred_channel=C.EMAIL), BLOCK),
        (text(P.LEAD_RESPONSE, preferred_channel=C.VOICE), BLOCK),
        (text(P.FOLLOW_UP, preferred_channel=C.EMAIL), BLOCK),
        (text(P.FOLLOW_UP, preferred_channel=C.EMAIL, conversation=TALK), ALLOW),
        (text(P.REPLY, preferred_channel=C.EMAIL), ALLOW),
        (text(P.MISSED_CALL, preferred_channel=C.EMAIL), ALLOW),
    ],
)
def test_outreach_keeps_to_the_preferred_channel(context: SendContext, verdict: Verdict) -> None:
    assert finding(context, "preferred_channel").verdict is verdict


def test_the_preferred_channel_is_named() -> None:
    sentence = finding(text(preferred_channel=C.EMAIL), "preferred_channel").sentence
    assert sentence == "This person prefers another channel: email."


# --- address (ruling 10)


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        (text(line_type=LineType.UNKNOWN), "line_type_unknown"),
        (text(line_type=LineType.MOBILE), "can_receive"),
        (text(line_type=LineType.VOIP), "can_receive"),
        (text(line_type=LineType.LANDLINE), "landline"),
        (text(line_type=LineType.TOLL_FREE), "toll_free"),
        (text(address="+18005551234"), "toll_free"),
        (text(channel=C.WHATSAPP, line_type=LineType.LANDLINE), "can_receive"),
        (text(address="+12125550123"), "fictional_number"),
        (text(address="+12125550123", business=replace(BUSINESS, sending=SendingMode.SANDBOX)), "line_type_unknown"),
        (text(address="+12125550123", sender=replace(NUMBER, kind=SenderKind.SANDBOX)), "line_type_unknown"),
        (text(point_valid=False), "address_invalid"),
        (text(point_state=PointState.UNREACHABLE), "address_unreachable"),
        (text(point_state=PointState.DETACHED), "address_detached"),
        (text(address="ann@example.com"), "not_a_phone"),
        (email(address="+12125551234"), "not_an_email"),
    ],
)
def test_an_address_must_be_able_to_receive(context: SendContext, reason: str) -> None:
    found = finding(context, "address")
    assert found.reason == reason
    assert found.verdict is (ALLOW if reason in ("can_receive", "line_type_unknown") else BLOCK)


def test_a_landline_is_refused_with_a_sentence() -> None:
    sentence = finding(text(line_type=LineType.LANDLINE), "address").sentence
    assert sentence == "This is a landline, which cannot receive texts."


# --- channel and switches


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "usable"),
        ({"sender": None}, "no_sender"),
        ({"sender": DOMAIN}, "wrong_sender"),
        ({"sender": replace(NUMBER, usable=False)}, "sender_not_usable"),
        ({"sender": replace(NUMBER, registered=False)}, "not_registered"),
        ({"sender": replace(NUMBER, registered=False, registration_needed=False)}, "usable"),
        ({"business": replace(BUSINESS, is_demo=True)}, "demo_business"),
        (
            {"business": replace(BUSINESS, is_demo=True), "sender": replace(NUMBER, kind=SenderKind.SANDBOX)},
            "usable",
        ),
        ({"outside_send_only_to": True}, "outside_send_only_to"),
    ],
)
def test_a_sender_must_work_and_be_registered(changes: dict[str, Any], reason: str) -> None:
    assert verdict_of(text(**changes), "channel") == (ALLOW if reason == "usable" else BLOCK, reason)


def test_a_broken_sender_says_what_is_wrong_with_it() -> None:
    broken = replace(NUMBER, usable=False, problem="Twilio refuses the password of this account.")
    assert finding(text(sender=broken), "channel").sentence == "Twilio refuses the password of this account."


@pytest.mark.parametrize(
    ("seconds", "template", "verdict"), [(1, False, ALLOW), (0, False, BLOCK), (0, True, ALLOW), (None, False, BLOCK)]
)
def test_whatsapp_takes_free_text_only_within_its_window(seconds: int | None, template: bool, verdict: Verdict) -> None:
    end = None if seconds is None else NOW + timedelta(seconds=seconds)
    talk = replace(TALK, window_open_until=end, uses_template=template)
    sender = replace(NUMBER, kind=SenderKind.WHATSAPP)
    context = answering(P.REPLY, channel=C.WHATSAPP, sender=sender, conversation=talk)
    assert finding(context, "channel").verdict is verdict


def test_a_reply_window_bounds_the_validity_of_the_message() -> None:
    talk = replace(TALK, window_open_until=NOW + timedelta(hours=1))
    page = replace(NUMBER, kind=SenderKind.PAGE)
    decision = evaluate(answering(P.REPLY, channel=C.MESSENGER, sender=page, conversation=talk))
    assert decision.latest == NOW + timedelta(hours=1) - timedelta(seconds=1)


@pytest.mark.parametrize("switch", ["contact", "campaign", "channel", "business", "all"])
def test_a_switch_holds_back_and_loses_nothing(switch: str) -> None:
    decision = evaluate(text(switched_off=(switch,)))
    assert decision.verdict is DEFER
    assert decision.until == NOW + timedelta(minutes=15)


def test_nothing_leaves_while_sending_is_off() -> None:
    context = text(business=replace(BUSINESS, sending=SendingMode.OFF))
    assert verdict_of(context, "switches") == (DEFER, "sending_off")


# --- bot


@pytest.mark.parametrize(
    ("purpose", "verdict"),
    [
        (P.CAMPAIGN, BLOCK),
        (P.FOLLOW_UP, BLOCK),
        (P.REPLY, BLOCK),
        (P.MISSED_CALL, BLOCK),
        (P.MEMBER_REPLY, ALLOW),
        (P.APPOINTMENT, ALLOW),
        (P.OPT_OUT_CONFIRMATION, ALLOW),
    ],
)
@pytest.mark.parametrize("state", [BotState.PAUSED, BotState.STOPPED])
def test_the_assistant_keeps_silent_while_a_person_talks(purpose: Purpose, verdict: Verdict, state: BotState) -> None:
    assert finding(answering(purpose, conversation=replace(TALK, bot=state)), "bot").verdict is verdict


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


def sent(purpose: Purpose, *hours_ago: float, **changes: Any) -> tuple[RecentSend, ...]:
    return tuple(RecentSend(at=NOW - timedelta(hours=h), purpose=purpose, **changes) for h in hours_ago)


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
