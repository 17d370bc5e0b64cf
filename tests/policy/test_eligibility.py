"""Eligibility: the decision as a whole, what each stop reaches, and the basis each purpose needs."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from contacts.eligibility import (
    RULES_VERSION,
    Approval,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    MemberFacts,
    Purpose,
    SendContext,
    SenderKind,
    Verdict,
    evaluate,
)
from contacts.eligibility_purposes import PURPOSES
from tests.policy.sending import (
    ALLOW,
    BLOCK,
    DAY,
    DEFER,
    HOLD,
    MINUTE,
    NIGHT,
    NOW,
    NUMBER,
    PHONE,
    TALK,
    WRITTEN,
    C,
    P,
    R,
    answering,
    email,
    finding,
    stop,
    text,
    verdict_of,
)

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


# --- the purpose table


def test_every_purpose_has_its_row() -> None:
    assert PURPOSES.keys() == set(Purpose)


# --- suppressed (ruling 6)


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
        (stop(R.MANUAL_STOP, C.SMS), text(P.REPLY, channel=C.WHATSAPP), BLOCK),
        (stop(R.MANUAL_STOP, C.SMS), text(P.REPLY, channel=C.CHAT), ALLOW),
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
    said_no: dict[str, Any] = {"not_interested_at": NOW - DAY}
    assert verdict_of(text(**said_no), "suppressed") == (BLOCK, "not_interested")
    assert verdict_of(text(P.FOLLOW_UP, **said_no), "suppressed") == (BLOCK, "not_interested")
    assert finding(text(P.REPLY, **said_no), "suppressed").verdict is ALLOW


def test_a_stop_says_what_happened() -> None:
    found = finding(text(**stop(R.OPTED_OUT_BY_TEXT, *PHONE)), "suppressed")
    assert (found.reason, found.sentence) == ("opted_out_by_text", "This person opted out by text.")


# --- consent (ruling 9 and the purpose table)

VOUCHED: dict[str, Any] = {"attested_by": "Dana", "attested_at": NOW - DAY}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wording": "", **VOUCHED}, "attested"),
        ({"wording": "", **VOUCHED, "obtained_at": None}, "consent_undated"),
        ({"wording": "", **VOUCHED, "source": ""}, "consent_without_source"),
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


def test_the_day_somebody_wrote_is_told_by_the_clock_of_the_business() -> None:
    late = NOW.replace(hour=2)  # the evening before in New York
    told = finding(text(P.MEMBER_REPLY, last_inbound_at=late), "consent")
    assert told.sentence == "This person wrote on 22 November 2026."
