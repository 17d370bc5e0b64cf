"""One campaign text that may leave, of which every test changes a single fact, and short ways to ask about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from contacts.eligibility import (
    BusinessFacts,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    Finding,
    Purpose,
    RecentSend,
    SendContext,
    SenderFacts,
    SenderKind,
    SendingMode,
    SuppressionFact,
    SuppressionReason,
    Verdict,
    evaluate,
)

# A Monday, 11 in the morning in New York.
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
BODY = "Lakeside Air: do you still need a new furnace? Reply STOP to opt out."
BUSINESS = BusinessFacts(
    name="Lakeside Air LLC",
    sender_name="Lakeside Air",
    postal_address="1 Main St, Albany, NY 12207",
    zone="America/New_York",
    sending=SendingMode.LIVE,
)
NUMBER = SenderFacts(kind=SenderKind.LONG_CODE, usable=True, registered=True)
DOMAIN = SenderFacts(kind=SenderKind.DOMAIN, usable=True, registration_needed=False)
WRITTEN = ConsentFact(
    id="consent-1",
    kind=ConsentKind.EXPRESS_WRITTEN,
    channel=ChannelKind.SMS,
    source="web form",
    wording="I agree to texts from Lakeside Air.",
    # Long before every moment that the tests of clock changes look at.
    obtained_at=NOW - timedelta(days=600),
)


def campaign() -> SendContext:
    """A campaign text that every rule allows."""
    return SendContext(
        purpose=Purpose.CAMPAIGN,
        now=NOW,
        channel=ChannelKind.SMS,
        address="+12125551234",
        business=BUSINESS,
        sender=NUMBER,
        body=BODY,
        topic="spring tune-up",
        point_valid=True,
        country="US",
        states=("NY",),
        zones=("America/New_York",),
        consents=(WRITTEN,),
        conversation=ConversationFacts(),
    )


R, C, P = SuppressionReason, ChannelKind, Purpose
PHONE = (C.SMS, C.WHATSAPP, C.VOICE)
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


def sent(purpose: Purpose, *hours_ago: float, **changes: Any) -> tuple[RecentSend, ...]:
    return tuple(RecentSend(at=NOW - timedelta(hours=h), purpose=purpose, **changes) for h in hours_ago)
