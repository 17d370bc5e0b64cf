"""One campaign text that may leave; every test changes a single fact of it."""

from datetime import UTC, datetime, timedelta

from contacts.eligibility import (
    BusinessFacts,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    ConversationFacts,
    Purpose,
    SendContext,
    SenderFacts,
    SenderKind,
    SendingMode,
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
