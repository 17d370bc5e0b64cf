"""Eligibility over facts of every kind: an answer always comes back, and what is allowed keeps the promises."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.eligibility import (
    Approval,
    BotState,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    LineType,
    MemberFacts,
    PointState,
    Purpose,
    RecentSend,
    SendContext,
    SenderFacts,
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
from tests.policy.sending import BODY, BUSINESS, NOW, campaign

AGES = st.integers(-5, 60 * 24 * 120).map(lambda minutes: NOW - timedelta(minutes=minutes))
MAYBE = st.none() | AGES
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Shanghai", "Nowhere", ""])
WORDS = st.text(max_size=20)
BODIES = st.sampled_from([BODY, "Lakeside Air", "Reply STOP to end", "", "Re: {{ name }}"]) | WORDS
SUPPRESSIONS = st.builds(
    SuppressionFact,
    reason=st.sampled_from(SuppressionReason),
    created_at=AGES,
    channel_kinds=st.frozensets(st.sampled_from(ChannelKind), max_size=2),
    same_address=st.booleans(),
)
CONSENTS = st.builds(
    ConsentFact,
    id=st.just("c"),
    kind=st.sampled_from(ConsentKind),
    channel=st.sampled_from(ChannelKind),
    scope=st.sampled_from(["marketing", "transactional", "all"]),
    source=st.sampled_from(["", "web form"]),
    wording=st.sampled_from(["", "I agree"]),
    obtained_at=MAYBE,
    expires_at=MAYBE,
    attested_by=st.sampled_from(["", "Dana"]),
    attested_at=MAYBE,
    withdrawn=st.booleans(),
)
TALKS = st.builds(
    ConversationFacts,
    bot=st.sampled_from(BotState),
    last_inbound_at=MAYBE,
    inbound_on_this_channel=st.booleans(),
    is_first_from_sender=st.booleans(),
    last_opt_out_line_at=MAYBE,
    last_disclosure_at=MAYBE,
    last_outbound_at=MAYBE,
    handed_back_at=MAYBE,
    automated_in_a_row=st.integers(0, 5),
    window_open_until=MAYBE,
    uses_template=st.booleans(),
)
CONTEXTS = st.builds(
    SendContext,
    purpose=st.sampled_from(Purpose),
    now=st.just(NOW) | AGES,
    channel=st.sampled_from([ChannelKind.SMS, ChannelKind.EMAIL, *ChannelKind]),
    address=st.sampled_from(["+12125551234", "+12125550123", "+18005551234", "ann@example.com", "", "x"]),
    business=st.just(BUSINESS) | st.just(replace(BUSINESS, sending=SendingMode.OFF, campaign_cap=0, sender_name="")),
    sender=st.none()
    | st.builds(SenderFacts, kind=st.sampled_from(SenderKind), usable=st.booleans(), registered=st.booleans()),
    body=BODIES,
    subject=WORDS,
    point_valid=st.booleans(),
    point_state=st.sampled_from(PointState),
    line_type=st.sampled_from(LineType),
    country=st.sampled_from(["US", "us", "CA", "GB", "PR", "", "??"]),
    states=st.lists(st.sampled_from(["NY", "FL", "tx", "XX", ""]), max_size=2).map(tuple),
    zones=st.lists(
        st.sampled_from(["America/New_York", "Europe/London", "Australia/Sydney", "Nowhere", ""]), max_size=2
    ).map(tuple),
    preferred_channel=st.none() | st.sampled_from(ChannelKind),
    suppressions=st.lists(SUPPRESSIONS, max_size=2).map(tuple),
    not_interested_at=MAYBE,
    consents=st.lists(CONSENTS, max_size=3).map(tuple),
    last_inbound_at=MAYBE,
    answered_at=MAYBE,
    carrier_answered=st.booleans(),
    conversation=TALKS,
    recent=st.lists(st.builds(RecentSend, at=AGES, purpose=st.sampled_from(Purpose)), max_size=4).map(tuple),
    segments=st.integers(0, 4),
    has_unsubscribe_link=st.booleans(),
    approval=st.sampled_from(Approval),
    member=st.none() | st.builds(MemberFacts, reason=WORDS, confirmed_outside_hours=st.booleans(), bundle_until=MAYBE),
    switched_off=st.lists(st.sampled_from(["all", "campaign", "odd"]), max_size=1).map(tuple),
)


@settings(max_examples=250, deadline=None)
@given(context=CONTEXTS)
def test_whatever_the_facts_one_whole_answer_comes_back(context: SendContext) -> None:
    decision = evaluate(context)
    assert len(decision.findings) == 15
    assert decision == evaluate(context)
    order = [Verdict.ALLOW, Verdict.DEFER, Verdict.HOLD, Verdict.BLOCK]
    assert decision.verdict is max((found.verdict for found in decision.findings), key=order.index)
    assert (decision.until is None) or decision.until > context.now
    assert decision.verdict is not Verdict.DEFER or decision.until is not None
    assert decision.until is None or decision.verdict in (Verdict.DEFER, Verdict.HOLD)


@settings(max_examples=150, deadline=None)
@given(context=CONTEXTS, stop=SUPPRESSIONS)
def test_one_more_suppression_never_lets_a_message_out(context: SendContext, stop: SuppressionFact) -> None:
    order = [Verdict.ALLOW, Verdict.DEFER, Verdict.HOLD, Verdict.BLOCK]
    before = evaluate(context)
    after = evaluate(replace(context, suppressions=(*context.suppressions, stop)))
    assert order.index(after.verdict) >= order.index(before.verdict)


@settings(max_examples=150, deadline=None)
@given(purpose=st.sampled_from(Purpose), talk=TALKS, body=BODIES)
def test_no_text_is_allowed_without_the_lines_that_are_due(
    purpose: Purpose, talk: ConversationFacts, body: str
) -> None:
    context = replace(campaign(), purpose=purpose, conversation=talk, body=body, answered_at=NOW, last_inbound_at=NOW)
    decision = evaluate(context)
    if decision.is_allowed:
        assert carries_opt_out_line(body) or not decision.opt_out_line_due
        assert names_sender(body, BUSINESS.sender_name) or not decision.identity_due
    assert lines_due(context).opt_out or not decision.opt_out_line_due
