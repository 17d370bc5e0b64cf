"""A campaign from draft to report: who is in, who is left out and why, what a reply or a stop changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts import work
from accounts.models import Business
from contacts.consent import StopFacts, suppress
from contacts.models import Contact
from contacts.segments import Audience
from conversations import events
from conversations.models import Message
from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage
from reactivation.campaigns.quick_check import check_campaign
from reactivation.campaigns.reporting.building import build_report
from reactivation.campaigns.writing import CampaignProblem, StepDraft, create_campaign, set_audience, set_steps
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation, make_point

BODY = "Hi {{ first_name|there }}, is there anything we can do for you this winter?"
LATER = NOW + timedelta(minutes=1)


def make_campaign(cast: Cast, *, bodies: tuple[str, ...] = (BODY,), audience: Audience | None = None) -> Campaign:
    campaign = create_campaign(cast.business, member=cast.owner, name="Winter", now=NOW)
    set_audience(campaign, name="Winter", audience=audience or Audience(inactive_months=6), account=cast.account)
    set_steps(campaign, steps=[StepDraft(delay_hours=72 * n, bodies=(body,)) for n, body in enumerate(bodies)])
    campaign.refresh_from_db()
    return campaign


def launch(cast: Cast, **options: object) -> Campaign:
    campaign = make_campaign(cast, **options)  # type: ignore[arg-type]
    return services.launch(campaign, member=cast.owner, now=NOW)


def enrollment_of(contact: Contact) -> Enrollment:
    return Enrollment.objects.for_business(contact.business).get(contact=contact)


def hand_over(campaign: Campaign, *, at: datetime = NOW) -> None:
    """Play the carrier: everything queued was accepted."""
    queued = Message.objects.for_business(campaign.business).filter(status="queued")
    ids = list(queued.values_list("pk", flat=True))
    queued.update(status="sent", handed_over_at=at, sent_at=at)
    work.record(events.MessagesHandedOver(business_id=campaign.business_id, message_ids=ids), now=at)
    work.drain(clock=lambda: at)


def reply(contact: Contact, *, at: datetime, intent: str = "positive") -> None:
    talk = getattr(contact, "conversation", None) or make_conversation(contact)
    point = contact.points.get(kind="phone")
    message = Message.objects.create(
        business=contact.business, conversation=talk, contact=contact, direction="in", author="contact",
        status="received", address=point.address, address_hash=point.address_hash, body="x", created_at=at,
    )  # fmt: skip
    ids = {"business_id": contact.business_id, "message_id": message.pk, "conversation_id": talk.pk}
    work.record(events.MessageTriaged(contact_id=contact.pk, intent=intent, **ids), now=at)
    work.drain(clock=lambda: at)


def test_a_launch_enrolls_the_audience_and_submits_the_first_text(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=LATER)
    message = StepMessage.objects.for_business(cast.business).get(enrollment__campaign=campaign).message
    assert message.purpose == "campaign"
    assert "Hi Maria" in message.body
    assert "STOP" in message.body


def test_recent_dealings_keep_a_contact_out_of_the_audience(cast: Cast) -> None:
    make_contact(cast.business, first_name="Recent", last_dealing_at=NOW - timedelta(days=30))
    assert check_campaign(make_campaign(cast), now=NOW).matched == 1


def test_somebody_without_consent_is_left_out_with_the_finding(cast: Cast) -> None:
    without = make_contact(cast.business, first_name="Nora", consent=False)
    launch(cast)
    advance(now=LATER)
    row = enrollment_of(without)
    assert row.state == "left_out"
    assert row.findings[0][0] == "consent"
    assert not StepMessage.objects.for_business(cast.business).filter(enrollment=row).exists()


def test_a_household_gets_one_text(cast: Cast) -> None:
    other = make_contact(
        cast.business, first_name="Luis", phone="+12125550110", last_dealing_at=NOW - timedelta(days=900)
    )
    launch(cast)
    advance(now=LATER)
    assert (enrollment_of(cast.contact).state, enrollment_of(other).reason) == ("active", "shared_phone")


def test_a_contact_of_a_running_campaign_is_left_out_of_the_next(cast: Cast) -> None:
    launch(cast)
    second = launch(cast)
    assert Enrollment.objects.for_business(cast.business).get(campaign=second).reason == "in_another_campaign"


def test_the_neighbour_is_never_in_the_audience(cast: Cast) -> None:
    campaign = launch(cast)
    assert not campaign.enrollments.filter(contact=cast.neighbour_contact).exists()


def test_a_reply_stops_the_enrollment_and_counts(cast: Cast) -> None:
    campaign = launch(cast, bodies=(BODY, "Still here for you, {{ first_name|there }}."))
    advance(now=LATER)
    hand_over(campaign)
    reply(cast.contact, at=NOW + timedelta(hours=1))
    row = enrollment_of(cast.contact)
    assert (row.state, row.reply_intent) == ("replied", "positive")
    advance(now=NOW + timedelta(days=10))
    assert StepMessage.objects.for_business(cast.business).filter(enrollment=row).count() == 1


def test_the_second_text_is_planned_from_the_hand_over_of_the_first(cast: Cast) -> None:
    campaign = launch(cast, bodies=(BODY, "Still here for you."))
    advance(now=LATER)
    assert enrollment_of(cast.contact).next_due_at is None
    hand_over(campaign, at=NOW + timedelta(hours=5))
    assert enrollment_of(cast.contact).next_due_at == NOW + timedelta(hours=77)


def test_a_suppressed_phone_ends_everybody_on_it(cast: Cast) -> None:
    launch(cast)
    suppress(cast.business, kind_of_address="phone", address="+12125550110", reason="opted_out_by_text",
             facts=StopFacts(), now=NOW)  # fmt: skip
    work.drain(clock=lambda: NOW)
    assert enrollment_of(cast.contact).reason == "opted_out_by_text"


def test_a_paused_campaign_submits_nothing_and_goes_on_without_repeating(cast: Cast) -> None:
    campaign = launch(cast)
    services.pause(campaign, member=cast.owner, now=NOW)
    advance(now=LATER)
    assert not StepMessage.objects.for_business(cast.business).exists()
    services.resume(campaign, member=cast.owner, now=NOW)
    advance(now=LATER)
    advance(now=LATER)
    assert StepMessage.objects.for_business(cast.business).count() == 1


def test_a_stopped_campaign_cancels_what_waits(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=LATER)
    services.stop(campaign, member=cast.owner, now=LATER)
    assert StepMessage.objects.for_business(cast.business).get().message.status == "cancelled"
    assert enrollment_of(cast.contact).state == "stopped"


def test_a_campaign_needs_the_growth_plan(cast: Cast) -> None:
    campaign = make_campaign(cast)
    Business.objects.filter(pk=cast.business.pk).update(plan="starter")
    campaign.refresh_from_db()
    with pytest.raises(CampaignProblem, match="Growth"):
        services.launch(Campaign.objects.for_business(cast.business).get(), member=cast.owner, now=NOW)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([], "at least one"),
        ([StepDraft(0, (" ",))], "empty"),
        ([StepDraft(0, ("Hi {{ frist_name }}",))], "no field called"),
        ([StepDraft(0, ("Hi",)), StepDraft(2, ("Again",))], "too soon"),
    ],
)
def test_texts_that_cannot_be_used_are_refused_with_a_sentence(
    cast: Cast, steps: list[StepDraft], sentence: str
) -> None:
    with pytest.raises(CampaignProblem, match=sentence):
        set_steps(make_campaign(cast), steps=steps)


def test_the_report_adds_up(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    answered = make_contact(cast.business, first_name="Otto")
    campaign = launch(cast)
    advance(now=LATER)
    hand_over(campaign)
    reply(answered, at=NOW + timedelta(hours=1), intent="not_interested")
    report = build_report(campaign, now=LATER)
    assert report.audience == sum(state.count for state in report.states) == 3
    assert (report.written_to, report.replied, report.positive) == (2, 1, 0)
    assert sum(intent.count for intent in report.intents) == report.replied


def test_nobody_on_the_way_finishes_the_campaign(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=LATER)
    hand_over(campaign, at=LATER)
    advance(now=LATER)
    campaign.refresh_from_db()
    assert campaign.state == "finished"


def test_a_field_that_stays_empty_leaves_the_contact_out(cast: Cast) -> None:
    make_contact(cast.business, first_name="")
    launch(cast, bodies=("Hi {{ first_name }}, all well?",))
    advance(now=LATER)
    row = Enrollment.objects.for_business(cast.business).get(contact__first_name="")
    assert row.findings[0][2] == "field_empty"


def test_the_check_counts_everybody_once(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    silent = Contact.objects.create(business=cast.business, first_name="Mute")
    make_point(silent, address="a@mail.example", kind="email")
    check = check_campaign(make_campaign(cast), now=NOW)
    assert (check.matched, check.sendable, check.excluded) == (3, 1, 2)
    assert check.segments == check.samples[0][2].count
