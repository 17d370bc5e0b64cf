"""Campaigns that go badly are warned of or paused, with the numbers, and somebody is told."""

from __future__ import annotations

from datetime import timedelta

from accounts import work
from accounts.models import Business
from contacts.consent import StopFacts, suppress
from conversations import outbox
from conversations.models import ChannelAccount, Message
from notifications.models import Notification
from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.plans import change_plan
from reactivation.campaigns.watching import read_figures, watch
from reactivation.campaigns.writing import StepDraft
from tests.cast import Cast
from tests.factories import NOW
from tests.reactivation.test_campaigns import LATER, hand_over, reply
from tests.reactivation.test_engine import crowd, launch

SOON = LATER + timedelta(minutes=5)
TWO = (StepDraft(0, ("Hi there, all well?",)), StepDraft(48, ("Still here for you.",)))


def under_way(cast: Cast, *, people: int = 20) -> Campaign:
    crowd(cast, people)
    campaign = launch(cast, steps=TWO)
    advance(now=LATER)
    hand_over(campaign, at=LATER)
    return campaign


def notices(cast: Cast) -> list[str]:
    work.drain(clock=lambda: SOON)
    rows = Notification.objects.for_business(cast.business).filter(member=cast.owner, kind="campaign")
    return list(rows.values_list("body", flat=True))


def test_filtered_texts_pause_the_campaign_and_tell_the_numbers(cast: Cast) -> None:
    campaign = under_way(cast)
    filtered = Message.objects.for_business(cast.business).filter(purpose="campaign").order_by("pk")[:10]
    Message.objects.for_business(cast.business).filter(pk__in=filtered).update(status="undelivered", error_code="30007")
    assert watch(now=SOON) == 1
    campaign.refresh_from_db()
    assert (campaign.state, campaign.paused_by) == ("paused", "filtered")
    assert "10 of 21 texts were filtered" in campaign.paused_why
    assert notices(cast) == [campaign.paused_why]


def test_an_opt_out_spike_warns_once_and_then_pauses(cast: Cast) -> None:
    campaign = under_way(cast, people=99)
    rows = Enrollment.objects.for_business(cast.business).order_by("pk").values_list("pk", flat=True)
    Enrollment.objects.for_business(cast.business).filter(pk__in=rows[:5]).update(opted_out_at=LATER)
    assert [watch(now=SOON), watch(now=SOON)] == [0, 0]
    assert len(notices(cast)) == 1
    Enrollment.objects.for_business(cast.business).filter(pk__in=rows[:10]).update(opted_out_at=LATER)
    assert watch(now=SOON) == 1
    campaign.refresh_from_db()
    assert campaign.paused_by == "opt_outs"


def test_a_complaint_in_words_or_by_suppression_is_counted(cast: Cast) -> None:
    campaign = under_way(cast, people=2)
    reply(cast.contact, at=LATER + timedelta(minutes=1), intent="complaint")
    other = campaign.enrollments.exclude(contact=cast.contact).select_related("contact", "point").order_by("pk")[0]
    assert other.point is not None
    suppress(cast.business, kind_of_address="phone", address=other.point.address, reason="complaint",
             facts=StopFacts(contact_id=other.contact_id), now=SOON)  # fmt: skip
    work.drain(clock=lambda: SOON)
    assert read_figures(campaign, now=SOON).complaints == 2


def test_a_sender_that_does_not_work_pauses_its_campaigns(cast: Cast) -> None:
    campaign = under_way(cast)
    ChannelAccount.across_businesses.filter(pk=cast.account.pk).update(problem="The number is not registered.")
    assert watch(now=SOON) == 1
    campaign.refresh_from_db()
    assert campaign.paused_by == "sender" and "not registered" in campaign.paused_why


def test_figures_start_anew_when_a_member_resumes(cast: Cast) -> None:
    campaign = under_way(cast)
    Message.objects.for_business(cast.business).update(status="undelivered", error_code="30007")
    watch(now=SOON)
    services.resume(campaign, member=cast.owner, now=SOON)
    assert watch(now=SOON + timedelta(minutes=1)) == 0


def test_a_change_of_plan_pauses_and_tells(cast: Cast) -> None:
    campaign = under_way(cast, people=1)
    change_plan(cast.business, plan=Business.Plan.STARTER, now=SOON)
    campaign.refresh_from_db()
    assert campaign.paused_by == "plan"
    assert "Starter" in notices(cast)[0]


def test_a_business_that_is_switched_off_releases_nothing(cast: Cast) -> None:
    launch(cast)
    outbox.set_switch(scope="business", business=cast.business, now=NOW)
    assert advance(now=LATER)["submitted"] == 0
    outbox.lift_switch(scope="business", business=cast.business, now=LATER)
    assert advance(now=LATER)["submitted"] == 1
