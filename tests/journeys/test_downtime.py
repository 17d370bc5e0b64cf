"""An hour of downtime: what leads wrote meanwhile is heard before another campaign text leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import WorkItem
from accounts.work import fact_name
from contacts.segments import Audience
from conversations.events import MessageReceived, OptedOut
from conversations.models import Message
from reactivation.campaigns import services, writing
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign
from tests import factories
from tests.journeys.conftest import OURS, Shop
from tests.journeys.stack import Stack, daytime_zone, wait_for

pytestmark = pytest.mark.timeout(150)
LEADS, CHATTY, STOPPING = 80, 50, 5


def make_people(shop: Shop) -> list[str]:
    phones = [f"+1212555{100 + number:04}" for number in range(5, 5 + LEADS)]
    for phone in phones:
        factories.make_contact(shop.business, phone=phone, zone=daytime_zone(), zone_set_by_hand=True)
    return phones


def launch(shop: Shop) -> Campaign:
    """Start a campaign whose first texts wait in the queue when the site goes down."""
    now = timezone.now()
    campaign = writing.create_campaign(shop.business, member=shop.owner, name="Winter", now=now)
    writing.set_audience(campaign, name="Winter", audience=Audience(), account=shop.account)
    body = "Hi {{ first_name|there }}, may we look after your heating?"
    writing.set_steps(campaign, steps=[writing.StepDraft(0, (body,))])
    campaign.refresh_from_db()
    services.launch(campaign, member=shop.owner, now=now)
    assert advance(now=timezone.now())["submitted"] == LEADS
    return campaign


def test_after_an_hour_everything_is_heard_before_a_campaign_text_leaves(stack: Stack, shop: Shop) -> None:
    phones = make_people(shop)
    launch(shop)
    stopped, chatty = phones[:STOPPING], phones[STOPPING:CHATTY]
    # The site is down: the carrier gets no answer from the webhook, and like Twilio it does not repeat it.
    for minute, phone in enumerate([*chatty, *stopped]):
        stack.carrier.move_clock(timezone.now() - timedelta(minutes=60 - minute))
        words = "STOP" if phone in stopped else f"Is anybody there? Number {minute}"
        assert stack.carrier.phone_writes(sender=phone, to=OURS, body=words)["webhook"] == 0
    stack.carrier.move_clock(None)

    stack.start_worker()
    stack.start_web()
    inbound = Message.objects.for_business(shop.business).filter(direction="in")
    wait_for(lambda: inbound.count() == CHATTY, seconds=40, what="the missed texts")
    campaign_texts = Message.objects.for_business(shop.business).filter(purpose="campaign")
    left = campaign_texts.filter(handed_over_at__isnull=False)
    wait_for(lambda: left.count() >= LEADS - CHATTY, seconds=40, what="the campaign to go on")
    wait_for(lambda: not campaign_texts.filter(status="queued").exists(), seconds=40, what="the queue to be empty")

    first = left.earliest("handed_over_at").handed_over_at
    told = WorkItem.objects.filter(fact__in=[fact_name(MessageReceived), fact_name(OptedOut)])
    assert told.count() == CHATTY
    assert first is not None and told.latest("created_at").created_at <= first
    assert not left.filter(address__in=stopped).exists()
    on_phones = [row for phone in stopped for row in stack.carrier.phone_messages(phone)]
    assert [row["direction"] for row in on_phones] == ["inbound"] * STOPPING
