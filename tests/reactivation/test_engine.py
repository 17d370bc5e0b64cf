"""The engine's promises: weights, limits, exclusions, lateness, recall, schedules, goals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts import work
from accounts.models import Member
from contacts.models import Contact
from contacts.segments import Audience
from conversations import events
from conversations.models import Clearance, Message, Switch
from notifications.models import Notification
from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.composing import draft_hash
from reactivation.campaigns.enrolling import list_candidates
from reactivation.campaigns.goals import note_result
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage, StepSkip, Variant
from reactivation.campaigns.policy import is_held_back
from reactivation.campaigns.recalling import recall
from reactivation.campaigns.trying import send_test
from reactivation.campaigns.writing import (
    CampaignProblem,
    Settings,
    StepDraft,
    copy_campaign,
    create_campaign,
    set_audience,
    set_settings,
    set_steps,
)
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.reactivation.test_campaigns import BODY, LATER, enrollment_of, hand_over, reply

AGAIN = "Still here for you."
DAY = timedelta(days=1)


def draft(cast: Cast, *, steps: tuple[StepDraft, ...] = (StepDraft(0, (BODY,)),), **settings: Any) -> Campaign:
    campaign = create_campaign(cast.business, member=cast.owner, name="Winter", now=NOW)
    set_audience(campaign, name="Winter", audience=Audience(), account=cast.account)
    set_settings(campaign, Settings(**settings))
    set_steps(campaign, steps=steps)
    return Campaign.objects.for_business(cast.business).select_related("business", "account").get(pk=campaign.pk)


def launch(cast: Cast, **options: Any) -> Campaign:
    return services.launch(draft(cast, **options), member=cast.owner, now=NOW)


def crowd(cast: Cast, count: int) -> list[Contact]:
    return [make_contact(cast.business, first_name=f"Ann{n}", phone=f"+12125550{120 + n}") for n in range(count)]


def released(campaign: Campaign) -> int:
    return StepMessage.objects.for_business(campaign.business_id).filter(enrollment__campaign=campaign).count()


def two_steps(cast: Cast, **options: Any) -> Campaign:
    campaign = launch(cast, steps=(StepDraft(0, (BODY,)), StepDraft(48, (AGAIN,), valid_hours=24)), **options)
    advance(now=LATER)
    hand_over(campaign, at=LATER)
    return campaign


def test_as_many_first_texts_leave_in_a_day_as_were_allowed(cast: Cast) -> None:
    crowd(cast, 5)
    campaign = launch(cast, daily_limit=2)
    counts = []
    for day in range(4):
        advance(now=LATER + day * DAY)
        advance(now=LATER + day * DAY + timedelta(hours=1))
        counts.append(released(campaign))
    assert counts == [2, 4, 6, 6]


def test_a_campaign_text_keeps_to_the_campaigns_hours(cast: Cast) -> None:
    launch(cast, window={"days": [2], "from": "10:00", "until": "12:00"})
    advance(now=LATER)
    assert not StepMessage.objects.for_business(cast.business).exists()
    due = enrollment_of(cast.contact).next_due_at
    assert due is not None and due.isoformat() == "2026-11-25T15:00:00+00:00"
    advance(now=due)
    message = StepMessage.objects.for_business(cast.business).get().message
    assert message.rule_hours == "2 10:00-12:00"


def test_a_later_text_whose_time_has_passed_is_skipped_with_a_sentence(cast: Cast) -> None:
    two_steps(cast)
    advance(now=LATER + timedelta(hours=48 + 25))
    skip = StepSkip.objects.for_business(cast.business).get()
    assert "24 hours" in skip.why
    assert enrollment_of(cast.contact).state == "completed"


def test_a_pause_loses_no_first_text_and_repeats_none(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=LATER)
    before = StepMessage.objects.for_business(cast.business).get().message
    services.pause(campaign, member=cast.owner, now=LATER)
    services.resume(campaign, member=cast.owner, now=LATER + 10 * DAY)
    advance(now=LATER + 10 * DAY)
    message = StepMessage.objects.for_business(cast.business).get().message
    assert before.latest_at and message.latest_at == before.latest_at + 10 * DAY


def test_resuming_twice_is_refused_and_changes_nothing(cast: Cast) -> None:
    campaign = launch(cast)
    services.pause(campaign, member=cast.owner, now=LATER)
    services.resume(campaign, member=cast.owner, now=LATER)
    with pytest.raises(CampaignProblem, match="running"):
        services.resume(campaign, member=cast.owner, now=LATER)
    assert not Switch.objects.exists()


def test_people_texted_lately_stay_out(cast: Cast) -> None:
    first = launch(cast)
    advance(now=LATER)
    hand_over(first, at=LATER)
    advance(now=LATER)
    other = draft(cast, exclude_recent_days=30)
    assert [one.reason for one in list_candidates(other, now=LATER + DAY)] == ["texted_recently"]
    assert [one.reason for one in list_candidates(other, now=LATER + 40 * DAY)] == [""]


def test_the_statement_holds_back_the_same_people_as_the_policy(cast: Cast) -> None:
    crowd(cast, 40)
    campaign = draft(cast, holdback_percent=30)
    held = {one.contact_id for one in list_candidates(campaign, now=NOW) if one.reason == "held_back"}
    everybody = Contact.objects.for_business(cast.business).values_list("pk", flat=True)
    assert held == {pk for pk in everybody if is_held_back(campaign.pk, pk, 30)}


def test_held_back_people_get_nothing_and_those_who_may_not_be_written_to_are_left_out(cast: Cast) -> None:
    nobody = make_contact(cast.business, first_name="Nora", consent=False)
    crowd(cast, 30)
    campaign = launch(cast, holdback_percent=50)
    advance(now=LATER)
    rows = campaign.enrollments.filter(state="held_back")
    assert rows.exists() and not rows.filter(contact=nobody).exists()
    assert not StepMessage.objects.for_business(cast.business).filter(enrollment__in=rows).exists()
    hand_over(campaign, at=LATER)
    advance(now=LATER)
    campaign.refresh_from_db()
    assert campaign.state == "finished"


@pytest.mark.parametrize("stop_on", [{"tags": ["vip"]}, {"standings": ["open_issue"]}])
def test_a_stop_condition_ends_the_way_before_the_next_text(cast: Cast, stop_on: dict[str, Any]) -> None:
    two_steps(cast, stop_on=stop_on)
    Contact.objects.for_business(cast.business).update(tags=["vip"], standing="open_issue")
    advance(now=LATER + 2 * DAY)
    row = enrollment_of(cast.contact)
    assert row.state == "stopped" and row.reason.startswith("stopped_by_")


def test_whoever_launches_approves_the_words_and_the_clearance_names_them(cast: Cast) -> None:
    launch(cast)
    advance(now=LATER)
    variant = Variant.objects.for_business(cast.business).get()
    detail = Clearance.objects.for_business(cast.business).get().detail
    assert (variant.approved_by, variant.approved_at) == (cast.owner, NOW)
    assert detail.details["copy_version"] == f"variant:{variant.pk}"


def test_the_first_text_says_what_a_program_must_say(cast: Cast) -> None:
    two_steps(cast)
    advance(now=LATER + 2 * DAY)
    first, second = StepMessage.objects.for_business(cast.business).order_by("pk")
    for words in ("Harbor Plumbing", "Up to 2 msgs", "rates", "HELP", "STOP"):
        assert words in first.message.body
    assert "rates" not in second.message.body and "STOP" in second.message.body
    assert first.message.segments == 2


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("Try our vodka", "Carriers filter"), ("See bit.ly/x", "shorteners"), ("Long " * 60, "segments")],
)
def test_what_the_rules_would_refuse_is_refused_while_drafting(cast: Cast, body: str, sentence: str) -> None:
    with pytest.raises(CampaignProblem, match=sentence):
        set_steps(draft(cast), steps=[StepDraft(0, (body,))])


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"holdback_percent": 60}, "percent"),
        ({"daily_limit": 0}, "at least 1"),
        ({"window": {"days": [], "from": "09:00", "until": "18:00"}}, "one day"),
        ({"window": {"days": [1], "from": "18:00", "until": "09:00"}}, "end later"),
        ({"stop_on": {"standings": ["rich"]}}, "standings"),
        ({"conversion_days": 0}, "1 to 365"),
    ],
)
def test_settings_that_make_no_sense_are_refused(cast: Cast, settings: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CampaignProblem, match=sentence):
        draft(cast, **settings)


def test_a_scheduled_campaign_launches_at_its_time(cast: Cast) -> None:
    campaign = services.schedule(draft(cast), member=cast.owner, starts_at=NOW + DAY, now=NOW)
    assert services.launch_due(now=NOW) == 0
    assert services.launch_due(now=NOW + DAY) == 1
    campaign.refresh_from_db()
    assert (campaign.state, campaign.launched_by) == ("running", cast.owner)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3)])
def test_a_scheduled_campaign_that_cannot_start_says_why_and_tells(cast: Cast, late: timedelta) -> None:
    campaign = services.schedule(draft(cast), member=cast.owner, starts_at=NOW + DAY, now=NOW)
    if not late:
        type(cast.account).across_businesses.update(is_active=False)
    services.launch_due(now=NOW + DAY + late)
    work.drain(clock=lambda: NOW + DAY)
    campaign.refresh_from_db()
    assert campaign.state == "draft"
    assert ("switched off" if not late else "not running at that time") in campaign.launch_problem
    assert Notification.objects.for_business(cast.business).filter(member=cast.owner, kind="campaign").exists()


def test_a_scheduled_campaign_can_be_taken_back_and_not_be_changed(cast: Cast) -> None:
    campaign = services.schedule(draft(cast), member=cast.owner, starts_at=NOW + DAY, now=NOW)
    with pytest.raises(CampaignProblem, match="scheduled"):
        set_steps(campaign, steps=[StepDraft(0, (BODY,))])
    assert services.unschedule(campaign, member=cast.owner, now=NOW).state == "draft"


def test_recalling_takes_back_what_waits_and_says_what_had_left(cast: Cast) -> None:
    crowd(cast, 2)
    campaign = launch(cast)
    advance(now=LATER)
    first = StepMessage.objects.for_business(cast.business).order_by("pk")[0].message_id
    Message.objects.for_business(cast.business).filter(pk=first).update(status="sent", handed_over_at=LATER)
    done = recall(campaign, member=cast.owner, now=LATER)
    campaign.refresh_from_db()
    assert (done.taken_back, done.already_left, campaign.state) == (2, 1, "paused")
    assert campaign.enrollments.filter(state="stopped", reason="recalled").count() == 2


def test_a_recalled_step_is_skipped_by_whoever_it_has_not_reached(cast: Cast) -> None:
    campaign = two_steps(cast)
    recall(campaign, member=cast.owner, position=2, now=LATER)
    services.resume(campaign, member=cast.owner, now=LATER)
    advance(now=LATER + 2 * DAY)
    assert "taken back" in StepSkip.objects.for_business(cast.business).get().why
    assert enrollment_of(cast.contact).state == "completed"


def test_a_copy_is_a_draft_with_the_same_texts_and_settings(cast: Cast) -> None:
    campaign = launch(cast, steps=(StepDraft(0, (BODY, AGAIN), (3, 1)),), daily_limit=5)
    copy = copy_campaign(campaign, member=cast.owner, now=LATER)
    assert (copy.state, copy.daily_limit, copy.copied_from) == ("draft", 5, campaign)
    assert draft_hash(copy) == draft_hash(campaign)
    assert not Variant.objects.for_business(cast.business).filter(step__campaign=copy, approved_by=cast.owner)


def test_only_what_is_not_under_way_is_put_away(cast: Cast) -> None:
    campaign = launch(cast)
    with pytest.raises(CampaignProblem, match="running"):
        services.archive(campaign, member=cast.owner, now=LATER)
    services.stop(campaign, member=cast.owner, now=LATER)
    assert services.archive(campaign, member=cast.owner, now=LATER).archived_at == LATER
    assert services.unarchive(campaign, member=cast.owner, now=LATER).archived_at is None


def test_a_positive_reply_reaches_the_goal_where_it_is_one(cast: Cast) -> None:
    campaign = launch(cast, goal="reply")
    advance(now=LATER)
    hand_over(campaign)
    reply(cast.contact, at=NOW + timedelta(hours=1))
    assert enrollment_of(cast.contact).converted_by == "reply"


@pytest.mark.parametrize(("days", "counted"), [(10, 1), (61, 0)])
def test_a_result_counts_within_its_days_after_the_reply(cast: Cast, days: int, counted: int) -> None:
    campaign = launch(cast)
    advance(now=LATER)
    hand_over(campaign)
    reply(cast.contact, at=NOW + timedelta(hours=1))
    at = NOW + days * DAY
    assert note_result(business_id=cast.business.pk, contact_id=cast.contact.pk, kind="won", at=at) == counted
    assert note_result(business_id=cast.business.pk, contact_id=cast.contact.pk, kind="won", at=at) == 0


def test_held_back_people_are_measured_too(cast: Cast) -> None:
    people = crowd(cast, 20)
    campaign = launch(cast, holdback_percent=50)
    held = next(person for person in people if is_held_back(campaign.pk, person.pk, 50))
    count = note_result(business_id=cast.business.pk, contact_id=held.pk, kind="appointment", at=NOW + DAY)
    assert (count, enrollment_of(held).converted_by) == (1, "appointment")


def proven(member: Member) -> Member:
    member.phone, member.phone_verified_at = "+12125550188", NOW
    member.save()
    return member


def test_a_test_reads_as_the_contact_would_and_counts_nowhere(cast: Cast) -> None:
    campaign = draft(cast)
    answer = send_test(campaign, member=proven(cast.owner), contact=cast.contact, now=NOW)
    message = Message.objects.for_business(cast.business).get(pk=answer.message_id or 0)
    assert (message.status, message.address, message.contact_id) == ("queued", "+12125550188", None)
    assert message.body.startswith("[Test] Harbor Plumbing: Hi Maria")
    assert not StepMessage.objects.for_business(cast.business).exists()


def test_a_test_goes_to_a_proven_number_only(cast: Cast) -> None:
    with pytest.raises(CampaignProblem, match="Your phone"):
        send_test(draft(cast), member=cast.owner, contact=cast.contact, now=NOW)


def test_news_told_twice_plans_the_next_step_once(cast: Cast) -> None:
    campaign = two_steps(cast)
    before = enrollment_of(cast.contact)
    ids = list(StepMessage.objects.for_business(cast.business).values_list("message_id", flat=True))
    work.record(events.MessagesHandedOver(business_id=campaign.business_id, message_ids=ids), now=LATER)
    work.drain(clock=lambda: LATER)
    after = Enrollment.objects.for_business(cast.business).get(pk=before.pk)
    assert (after.next_position, after.next_due_at) == (before.next_position, before.next_due_at)


def test_a_text_too_late_to_leave_becomes_a_skip_and_the_next_is_planned(cast: Cast) -> None:
    campaign = launch(cast, steps=(StepDraft(0, (BODY,)), StepDraft(48, (AGAIN,))))
    advance(now=LATER)
    rows = Message.objects.for_business(cast.business).filter(origin_group=f"campaign:{campaign.pk}")
    rows.update(status="cancelled", status_reason="expired")
    ids = list(rows.values_list("pk", flat=True))
    work.record(events.MessagesFailed(business_id=campaign.business_id, message_ids=ids), now=LATER)
    work.drain(clock=lambda: LATER)
    row = enrollment_of(cast.contact)
    assert (row.state, row.next_position, row.next_due_at) == ("active", 2, LATER + 2 * DAY)
    advance(now=LATER + 2 * DAY)
    second = StepMessage.objects.for_business(cast.business).get(step__position=2)
    assert "rates" in second.message.body
