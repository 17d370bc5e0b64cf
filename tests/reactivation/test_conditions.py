"""Conditions on past campaigns: was in, reached, silent, answered in a mood or with an intent, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contacts.models import SavedSegment
from contacts.segments import describe_conditions, find_audience, read_conditions, uses_of
from conversations.models import Message
from reactivation.campaigns.models import Campaign, Enrollment, Step, StepMessage, Variant
from tests.cast import Cast
from tests.factories import NOW, make_contact


def make_campaign(cast: Cast, name: str = "Winter", **fields: Any) -> Campaign:
    values: Any = {"name": name, "state": "finished", "created_at": NOW, **fields}
    return Campaign.objects.create(business=cast.business, **values)


def enroll(cast: Cast, campaign: Campaign, name: str, *, sent: str = "", days: int = 10, **fields: Any) -> None:
    contact = make_contact(cast.business, first_name=name, consent=False)
    at = NOW - timedelta(days=days)
    values: Any = {"campaign": campaign, "contact": contact, "created_at": at, **fields}
    row = Enrollment.objects.create(business=cast.business, **values)
    if not sent:
        return
    step, _ = Step.across_businesses.get_or_create(business=cast.business, campaign=campaign, position=1)
    variant, _ = Variant.across_businesses.get_or_create(business=cast.business, step=step, label="A", body="Hello")
    message = Message.objects.create(
        business=cast.business, contact=contact, direction="out", author="campaign", status=sent, created_at=at,
        address="+12125550110", address_hash="0" * 64, handed_over_at=at,
    )  # fmt: skip
    StepMessage.objects.create(business=cast.business, enrollment=row, step=step, variant=variant, message=message)


def found(cast: Cast, **condition: Any) -> set[str]:
    tree = read_conditions({"all": [condition]})
    return set(find_audience(cast.business, tree, now=NOW).values_list("first_name", flat=True))


@pytest.fixture
def winter(cast: Cast) -> Campaign:
    campaign = make_campaign(cast)
    enroll(cast, campaign, "Silent", sent="delivered")
    enroll(cast, campaign, "Keen", sent="sent", state="replied", replied_at=NOW - timedelta(days=5),
           reply_intent="booking_request")  # fmt: skip
    enroll(cast, campaign, "Cross", sent="delivered", state="replied", replied_at=NOW - timedelta(days=5),
           reply_intent="complaint")  # fmt: skip
    enroll(cast, campaign, "Lost", sent="undelivered")
    enroll(cast, campaign, "Out", state="left_out")
    enroll(cast, campaign, "Waiting", state="active")
    return campaign


@pytest.mark.parametrize(
    ("how", "names"),
    [
        ("in", {"Silent", "Keen", "Cross", "Lost", "Waiting"}),
        ("not_in", {"Maria", "Out"}),
        ("reached", {"Silent", "Keen", "Cross"}),
        ("not_reached", {"Maria", "Out", "Lost", "Waiting"}),
        ("answered", {"Keen", "Cross"}),
        ("silent", {"Silent"}),
    ],
)
def test_what_happened_in_a_campaign_is_a_condition(cast: Cast, winter: Campaign, how: str, names: set[str]) -> None:
    assert found(cast, **{"is": "campaign", "how": how, "campaigns": [str(winter.pk)]}) == names
    assert found(cast, **{"is": "campaign", "how": how}) == names


def test_moods_and_intents_are_conditions(cast: Cast, winter: Campaign) -> None:
    assert found(cast, **{"is": "campaign_mood", "moods": ["positive"]}) == {"Keen"}
    assert found(cast, **{"is": "campaign_mood", "moods": ["negative", "neutral"]}) == {"Cross"}
    assert found(cast, **{"is": "campaign_intent", "intents": ["complaint"]}) == {"Cross"}


def test_days_bound_when_it_was(cast: Cast, winter: Campaign) -> None:
    assert found(cast, **{"is": "campaign", "how": "reached", "days": 7}) == set()
    assert found(cast, **{"is": "campaign", "how": "answered", "days": 7}) == {"Keen", "Cross"}


def test_another_campaign_is_another_condition(cast: Cast, winter: Campaign) -> None:
    spring = make_campaign(cast, "Spring")
    assert found(cast, **{"is": "campaign", "how": "in", "campaigns": [str(spring.pk)]}) == set()


def test_campaigns_are_said_by_name(cast: Cast, winter: Campaign) -> None:
    tree = read_conditions(
        {
            "all": [
                {"is": "campaign", "how": "silent", "campaigns": [str(winter.pk)], "days": 90},
                {"is": "campaign_mood", "moods": ["positive"]},
            ]
        }
    )
    assert describe_conditions(cast.business, tree) == (
        "Silent after “Winter” within the last 90 days, answered any campaign positively"
    )


def test_a_draft_that_uses_a_segment_is_named(cast: Cast) -> None:
    segment = SavedSegment.objects.create(business=cast.business, name="Quiet", created_at=NOW)
    make_campaign(cast, "Sent one", segment=segment)
    make_campaign(cast, "Draft one", state="draft", segment=segment)
    assert uses_of(segment) == ["Draft one"]


def test_a_contact_page_tells_its_campaigns(cast: Cast) -> None:
    campaign = make_campaign(cast)
    Enrollment.objects.create(
        business=cast.business, campaign=campaign, contact=cast.contact, state="replied", created_at=NOW,
        replied_at=NOW, ended_at=NOW, reply_intent="booking_request",
    )  # fmt: skip
    page = cast.client(cast.viewer).get(f"/b/harbor-plumbing/contacts/{cast.contact.pk}/").content.decode()
    assert "Put into the campaign “Winter”" in page
    assert "Replied to the campaign “Winter”" in page and "Wants to book" in page
