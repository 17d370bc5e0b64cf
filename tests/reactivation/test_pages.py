"""Today and the campaigns' pages, as a member sees them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from conversations.models import Handoff
from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation
from tests.pages import assert_constant_queries, count_queries
from tests.reactivation.test_campaigns import hand_over, launch, make_campaign

LIST = "/b/harbor-plumbing/campaigns/"
TODAY = "/b/harbor-plumbing/"


def open_handoff(cast: Cast, name: str, *, priority: str = "hot") -> Handoff:
    talk = make_conversation(make_contact(cast.business, first_name=name), needs_you=True)
    return Handoff.objects.create(
        business=cast.business, conversation=talk, reason="call_me", priority=priority, opened_at=timezone.now(),
        due_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def test_today_shows_the_hot_first(cast: Cast) -> None:
    open_handoff(cast, "Walter", priority="normal")
    open_handoff(cast, "Hanna")
    page = cast.client(cast.viewer).get(TODAY).content.decode()
    assert page.index("Hanna") < page.index("Walter")


def test_todays_queries_do_not_grow(cast: Cast) -> None:
    open_handoff(cast, "Hanna")
    assert_constant_queries(cast.client(cast.viewer), TODAY, lambda: [open_handoff(cast, f"P{n}") for n in range(10)])


def test_htmx_gets_the_live_part_alone(cast: Cast) -> None:
    page = cast.client(cast.viewer).get(TODAY, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'id="needs"' in page


def test_the_report_opens_and_its_queries_do_not_grow(cast: Cast) -> None:
    first = launch(cast)
    advance(now=NOW + timedelta(minutes=1))
    hand_over(first)
    few = count_queries(cast.client(cast.viewer), f"{LIST}{first.pk}/")
    for number in range(10):
        make_contact(cast.business, first_name=f"P{number}")
    second = launch(cast)
    advance(now=NOW + timedelta(minutes=1))
    hand_over(second)
    assert count_queries(cast.client(cast.viewer), f"{LIST}{second.pk}/") <= few


def test_the_lists_queries_do_not_grow(cast: Cast) -> None:
    make_campaign(cast)
    assert_constant_queries(cast.client(cast.viewer), LIST, lambda: [make_campaign(cast) for _ in range(5)])


def test_pause_resume_and_stop_from_the_report(cast: Cast) -> None:
    campaign = launch(cast)
    client = cast.client(cast.manager)
    for action, state in (("pause", "paused"), ("resume", "running"), ("stop", "stopped")):
        client.post(f"{LIST}{campaign.pk}/{action}/")
        campaign.refresh_from_db()
        assert campaign.state == state


def test_what_is_stopped_cannot_go_on(cast: Cast) -> None:
    campaign = launch(cast)
    services.stop(campaign, member=cast.owner, now=NOW)
    page = cast.client(cast.manager).post(f"{LIST}{campaign.pk}/resume/", follow=True).content.decode()
    assert "This campaign is stopped" in page


def test_a_draft_is_deleted_after_a_question_that_names_it(cast: Cast) -> None:
    campaign = make_campaign(cast)
    client, address = cast.client(cast.manager), f"{LIST}{campaign.pk}/delete/"
    assert campaign.name in client.get(address).content.decode()
    assert "is deleted" in client.post(address, follow=True).content.decode()
    assert not Campaign.objects.for_business(cast.business).exists()


def test_looking_at_the_question_deletes_nothing(cast: Cast) -> None:
    campaign = make_campaign(cast)
    cast.client(cast.manager).get(f"{LIST}{campaign.pk}/delete/")
    assert Campaign.objects.for_business(cast.business).exists()


def test_what_was_launched_cannot_be_deleted(cast: Cast) -> None:
    campaign = launch(cast)
    for answer in (
        cast.client(cast.manager).get(f"{LIST}{campaign.pk}/delete/", follow=True),
        cast.client(cast.manager).post(f"{LIST}{campaign.pk}/delete/", follow=True),
    ):
        assert "it stays on record" in answer.content.decode()
    assert Campaign.objects.for_business(cast.business).filter(pk=campaign.pk).exists()
