"""Caps over simulated days: whatever is attempted, in whatever order, no 24 hours hold more than ruling 5 allows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.eligibility import BusinessFacts, ConversationFacts, Purpose, RecentSend, SendContext, Verdict, evaluate
from contacts.eligibility_caps import release
from contacts.eligibility_purposes import PURPOSES, UNCOUNTED
from tests.policy.sending import BUSINESS, NOW, campaign

DAY = timedelta(hours=24)
AUTOMATED = [Purpose.CAMPAIGN, Purpose.FOLLOW_UP, Purpose.REPLY, Purpose.LEAD_RESPONSE, Purpose.MISSED_CALL]
PURPOSE = st.sampled_from([*AUTOMATED, Purpose.CONSENT_REQUEST, Purpose.MEMBER_REPLY, Purpose.HELP_ANSWER])


@dataclass(frozen=True)
class Attempt:
    """One wish to write: so many minutes after the one before, about something of so many minutes ago."""

    gap: int
    purpose: Purpose
    age: int
    topic: str


ATTEMPTS = st.lists(
    st.builds(Attempt, st.integers(0, 500), PURPOSE, st.integers(0, 40), st.sampled_from(["", "a", "b"])),
    min_size=4,
    max_size=25,
)
BUSINESSES = st.builds(
    lambda campaigns, automated: replace(BUSINESS, campaign_cap=campaigns, automated_cap=automated),
    st.integers(1, 5),
    st.integers(1, 4),
)


def attempted(attempt: Attempt, now: datetime, business: BusinessFacts, sent: tuple[RecentSend, ...]) -> SendContext:
    answered = now - timedelta(minutes=attempt.age)
    return replace(
        campaign(),
        purpose=attempt.purpose,
        now=now,
        business=business,
        states=("FL",),
        topic=attempt.topic,
        answered_at=answered,
        last_inbound_at=answered,
        conversation=ConversationFacts(last_inbound_at=answered, inbound_on_this_channel=True),
        recent=sent,
    )


def simulate(attempts: list[Attempt], business: BusinessFacts) -> tuple[RecentSend, ...]:
    """Send whatever `evaluate` allows at once, as the outbox would, and return all of it."""
    now = NOW
    sent: tuple[RecentSend, ...] = ()
    for attempt in attempts:
        now += timedelta(minutes=attempt.gap)
        if evaluate(attempted(attempt, now, business, sent)).verdict is Verdict.ALLOW:
            is_fresh = attempt.purpose is Purpose.REPLY and attempt.age <= 15
            sent += (
                RecentSend(at=now, purpose=attempt.purpose, subject=attempt.topic, answers_fresh_message=is_fresh),
            )
    return sent


def most_in_a_day(sends: list[RecentSend]) -> int:
    return max((sum(first.at <= send.at < first.at + DAY for send in sends) for first in sends), default=0)


@settings(max_examples=120, deadline=None)
@given(attempts=ATTEMPTS, business=BUSINESSES)
def test_no_24_hours_hold_more_than_the_caps_allow(attempts: list[Attempt], business: BusinessFacts) -> None:
    sent = simulate(attempts, business)
    outreach = [send for send in sent if send.purpose in (Purpose.CAMPAIGN, Purpose.CONSENT_REQUEST)]
    assert most_in_a_day(outreach) <= min(business.campaign_cap, 3)
    unasked = [s for s in sent if PURPOSES[s.purpose].is_automated and not s.answers_fresh_message]
    assert most_in_a_day([send for send in unasked if send.purpose not in UNCOUNTED]) <= business.automated_cap
    calls = [send for send in sent if send.purpose is Purpose.MISSED_CALL]
    assert most_in_a_day(calls) <= business.missed_call_cap


@settings(max_examples=120, deadline=None)
@given(attempts=ATTEMPTS)
def test_where_the_law_caps_no_automated_text_about_a_subject_is_the_fourth(attempts: list[Attempt]) -> None:
    sent = simulate(attempts, replace(BUSINESS, campaign_cap=9, automated_cap=9))
    for position, send in enumerate(sent):
        if not PURPOSES[send.purpose].is_automated or send.answers_fresh_message or send.purpose in UNCOUNTED:
            continue
        earlier = [s for s in sent[:position] if send.at - s.at < DAY and not s.answers_fresh_message]
        same = [s for s in earlier if not s.subject or not send.subject or s.subject == send.subject]
        assert sum(s.purpose not in UNCOUNTED for s in same) < 3


@settings(max_examples=120, deadline=None)
@given(attempts=ATTEMPTS, business=BUSINESSES, purpose=st.sampled_from(AUTOMATED), extra=st.integers(0, 2000))
def test_one_more_message_sent_never_lets_another_out_sooner(
    attempts: list[Attempt], business: BusinessFacts, purpose: Purpose, extra: int
) -> None:
    sent = simulate(attempts, business)
    now = max([NOW, *(send.at for send in sent)])
    context = attempted(Attempt(0, purpose, 30, "a"), now, business, sent)
    more = RecentSend(at=now - timedelta(minutes=extra), purpose=purpose)
    before, after = evaluate(context), evaluate(replace(context, recent=(*sent, more)))
    assert before.is_allowed or not after.is_allowed
    if before.until and after.until:
        assert after.until >= before.until


@settings(max_examples=150, deadline=None)
@given(minutes=st.lists(st.integers(0, 3000), max_size=8), cap=st.integers(1, 4))
def test_a_cap_frees_up_in_the_first_minute_in_which_fewer_count(minutes: list[int], cap: int) -> None:
    sends = [RecentSend(at=NOW - timedelta(minutes=ago), purpose=Purpose.CAMPAIGN) for ago in minutes]
    grid = (NOW + timedelta(minutes=step) for step in range(1442))
    first = next(at for at in grid if sum(at - send.at < DAY for send in sends) < cap)
    assert (release(sends, cap, NOW) or NOW) == first
