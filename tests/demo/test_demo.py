"""The demo that every first start makes: believable, lawful, and its figures add up."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from accounts.models import WorkItem
from contacts.models import Contact, ContactPoint, ImportBatch
from conversations.assistant.triage_rules import Intent
from conversations.models import Clearance, Handoff, Message, Triage, UnsealedClearance
from conversations.verifying import verify_business
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.quick_check import check_campaign
from reactivation.campaigns.reporting.building import build_report
from tests.demo.conftest import Demo

pytestmark = pytest.mark.django_db


def handed_over(demo: Demo) -> Any:
    return Message.objects.for_business(demo.business).filter(direction="out", handed_over_at__isnull=False)


def test_there_are_about_two_hundred_contacts_in_several_zones(demo: Demo) -> None:
    people = Contact.objects.for_business(demo.business)
    assert 190 <= people.count() <= 215
    assert len(set(people.values_list("zone", flat=True))) >= 5


def test_every_number_is_one_reserved_for_fiction(demo: Demo) -> None:
    phones = ContactPoint.objects.for_business(demo.business).filter(kind="phone")
    assert not phones.exclude(address__regex=r"^\+1[0-9]{3}55501[0-9]{2}$").exists()


def test_the_imports_show_refused_and_doubled_rows(demo: Demo) -> None:
    counts = [batch.counts for batch in ImportBatch.objects.for_business(demo.business).order_by("id")]
    assert [row["refused"] for row in counts] == [1, 2]
    assert counts[0]["duplicate"] == 1
    assert (counts[1]["household"], counts[1]["new"]) == (2, 115)


def test_the_report_of_the_finished_campaign_adds_up(demo: Demo) -> None:
    campaign = Campaign.objects.for_business(demo.business).get(state="finished")
    report = build_report(campaign, now=demo.now)
    assert sum(state.count for state in report.states) == report.audience == campaign.enrollments.count()
    assert sum(intent.count for intent in report.intents) == report.replied
    assert sum(reason.count for reason in report.reasons_left_out) == report.left_out
    assert report.left_out + report.held_back + report.nothing_left + report.written_to == report.audience
    assert report.reached + report.not_reached == report.written_to
    assert report.evidence.part == report.evidence.whole > 0


def test_the_last_text_of_the_finished_campaign_left_about_three_weeks_ago(demo: Demo) -> None:
    last = handed_over(demo).filter(origin_group__startswith="campaign:").order_by("handed_over_at")
    finished = Campaign.objects.for_business(demo.business).get(state="finished")
    sent = last.filter(origin_group=f"campaign:{finished.pk}").last().handed_over_at
    assert timedelta(days=18) < demo.now - sent < timedelta(days=30)


def test_every_intent_was_read_in_some_reply(demo: Demo) -> None:
    read = set(Triage.objects.for_business(demo.business).values_list("intent", flat=True))
    assert read == {intent.value for intent in Intent}


def test_nothing_left_without_a_clearance_for_its_hand_over(demo: Demo) -> None:
    cleared = Clearance.objects.for_business(demo.business).filter(stage="hand_over", verdict="allow")
    assert handed_over(demo).count() > 150
    assert not handed_over(demo).exclude(pk__in=cleared.values("message_id")).exists()


def test_no_campaign_text_left_outside_the_hours_of_its_recipient(demo: Demo) -> None:
    for message in handed_over(demo).filter(purpose="campaign").select_related("contact"):
        zone = message.contact.zone or demo.business.zone
        assert 8 <= message.handed_over_at.astimezone(ZoneInfo(zone)).hour < 21


def test_members_took_over_and_wrote(demo: Demo) -> None:
    assert handed_over(demo).filter(author="member").count() >= 5


def test_the_assistant_answered_within_a_quarter_of_an_hour(demo: Demo) -> None:
    answers = handed_over(demo).filter(author="assistant").select_related("answers")
    assert all(row.handed_over_at - row.answers.created_at < timedelta(minutes=15) for row in answers)


def test_the_evidence_is_sealed_and_whole(demo: Demo) -> None:
    report = verify_business(demo.business, now=demo.now)
    assert report.problems == []
    assert not UnsealedClearance.objects.filter(business_id=demo.business.pk).exists()


def test_somebody_is_hot_since_minutes_and_others_wait(demo: Demo) -> None:
    waiting = Handoff.objects.for_business(demo.business).filter(state="open").order_by("-opened_at")
    newest = waiting.first()
    assert newest is not None
    assert newest.priority == "hot" and demo.now - newest.opened_at < timedelta(minutes=10)
    assert 4 <= waiting.count() <= 8


def test_the_draft_is_ready_to_be_launched(demo: Demo) -> None:
    draft = Campaign.objects.for_business(demo.business).get(state="draft")
    check = check_campaign(draft, now=demo.now)
    assert check.problems == []
    assert check.sendable >= 15


def test_nothing_is_left_to_do_and_nothing_lies_in_the_future(demo: Demo) -> None:
    assert not WorkItem.objects.filter(fanned_out_at=None).exists()
    assert not Message.objects.for_business(demo.business).filter(created_at__gt=demo.now).exists()
    assert not Contact.objects.for_business(demo.business).filter(created_at__gt=demo.now).exists()


def test_the_carrier_shows_the_same_texts_on_the_phones(demo: Demo) -> None:
    texts = demo.carrier.messages()
    known = set(
        Message.objects.for_business(demo.business).exclude(provider_id="").values_list("provider_id", flat=True)
    )
    assert {row["sid"] for row in texts} == known
    assert all(row["created"] <= demo.now.timestamp() for row in texts)


def test_making_it_again_changes_nothing_but_gives_a_lost_login_back(demo: Demo, settings: Any, tmp_path: Path) -> None:
    settings.DEMO_LOGIN_FILE = tmp_path / "demo-login"
    people, said = Contact.objects.for_business(demo.business).count(), StringIO()
    call_command("make_demo", stdout=said)
    assert "already there" in said.getvalue()
    assert settings.DEMO_LOGIN_FILE.read_text().split()[0] == "dana@brightwater.example"
    assert Contact.objects.for_business(demo.business).count() == people
