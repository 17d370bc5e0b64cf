"""Eligibility: preferred channel, address, sender, switches, and who is talking."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contacts.eligibility import (
    BotState,
    LineType,
    PointState,
    Purpose,
    SendContext,
    SenderKind,
    SendingMode,
    Verdict,
    evaluate,
)
from tests.policy.sending import (
    ALLOW,
    BLOCK,
    BUSINESS,
    DEFER,
    DOMAIN,
    NOW,
    NUMBER,
    TALK,
    C,
    P,
    answering,
    email,
    finding,
    text,
    verdict_of,
)

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
    is_fine = reason in ("can_receive", "line_type_unknown", "fictional_number")
    assert found.verdict is (ALLOW if is_fine else BLOCK)


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
    ("seconds", "template", "verdict"),
    [(1, False, ALLOW), (0.9, False, BLOCK), (0, False, BLOCK), (0, True, ALLOW), (None, False, BLOCK)],
)
def test_whatsapp_takes_free_text_only_within_its_window(
    seconds: float | None, template: bool, verdict: Verdict
) -> None:
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
