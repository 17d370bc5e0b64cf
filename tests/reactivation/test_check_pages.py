"""Check, launch, simulation and test send, as a manager sees them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from contacts.segments import Audience
from conversations.models import Message
from reactivation.campaigns import checking, simulating
from reactivation.campaigns.models import Campaign, CampaignCheck
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.pages import assert_constant_queries, count_queries
from tests.reactivation.test_campaigns import BODY, make_campaign

LIST = "/b/harbor-plumbing/campaigns/"


def look(cast: Cast, campaign: Campaign, page: str, **headers: str) -> str:
    return cast.client(cast.manager).get(f"{LIST}{campaign.pk}/{page}", headers=headers).content.decode()


def post(cast: Cast, campaign: Campaign, page: str, **values: Any) -> str:
    answer = cast.client(cast.manager).post(f"{LIST}{campaign.pk}/{page}", values, follow=True)
    campaign.refresh_from_db()
    return answer.content.decode()


def words(page: str) -> str:
    return " ".join(page.split())


def check(cast: Cast, campaign: Campaign) -> CampaignCheck:
    row = checking.start_check(campaign, member=cast.manager, now=timezone.now())
    checking.run_checks(clock=timezone.now)
    row.refresh_from_db()
    return row


def simulate(cast: Cast, campaign: Campaign, *, at: datetime = NOW) -> None:
    simulating.start_simulation(campaign, member=cast.manager, starts_at=at, now=at)
    simulating.run_simulations(clock=lambda: at)


def test_a_check_asked_for_is_under_way_until_a_worker_has_done_it(cast: Cast) -> None:
    campaign = make_campaign(cast)
    assert "The check starts in a moment" in post(cast, campaign, "check/")
    assert 'hx-trigger="every 1s"' in look(cast, campaign, "check/")
    checking.run_checks(clock=timezone.now)
    assert 'hx-trigger="every 1s"' not in look(cast, campaign, "check/")


def test_htmx_gets_the_check_alone(cast: Cast) -> None:
    page = look(cast, make_campaign(cast), "check/", **{"HX-Request": "true"})
    assert "<html" not in page and 'id="check"' in page


def test_the_figures_of_a_check_add_up_on_the_page(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    make_contact(cast.business, first_name="Luis", phone="+12125550110")
    campaign = make_campaign(cast)
    check(cast, campaign)
    assert '1 get it + 2 left out = <span class="strong">3 in the audience</span>' in words(
        look(cast, campaign, "check/")
    )


def test_each_reason_opens_the_list_behind_it(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    campaign = make_campaign(cast)
    reason = next(iter(check(cast, campaign).counts["left_out"]))
    page = look(cast, campaign, f"check/left-out/{reason}/")
    assert "Nora" in page and "Maria" not in page


def test_a_long_list_of_people_left_out_has_pages(cast: Cast) -> None:
    for number in range(27):
        make_contact(cast.business, first_name=f"Nora{number}", consent=False)
    campaign = make_campaign(cast)
    reason, total = next(iter(check(cast, campaign).counts["left_out"].items()))
    client = cast.client(cast.manager)
    first = client.get(f"{LIST}{campaign.pk}/check/left-out/{reason}/")
    second = client.get(first.context["older"])
    assert len(first.context["people"]) == 25
    assert len(second.context["people"]) == total - 25 and not second.context["older"]


def test_a_changed_draft_makes_its_check_out_of_date_and_is_not_launched(cast: Cast) -> None:
    campaign = make_campaign(cast)
    check(cast, campaign)
    Campaign.objects.for_business(cast.business).update(holdback_percent=5)
    assert "these figures are out of date" in look(cast, campaign, "check/")
    assert "changed after its check" in post(cast, campaign, "launch/")
    assert campaign.state == "draft"


def test_nothing_is_launched_unchecked(cast: Cast) -> None:
    campaign = make_campaign(cast)
    assert "launched only as it was checked" in post(cast, campaign, "launch/")
    assert campaign.state == "draft"


def test_an_audience_nobody_of_whom_may_be_texted_is_not_launched(cast: Cast) -> None:
    campaign = make_campaign(cast, audience=Audience(tags=("nobody has this",)))
    check(cast, campaign)
    assert "Nobody in this audience may be texted." in look(cast, campaign, "check/")
    assert "Launch…" not in look(cast, campaign, "check/")


def test_the_launch_asks_by_name_with_how_many_what_it_costs_and_who_vouches(cast: Cast) -> None:
    cast.account.price_per_segment, cast.account.price_currency = Decimal("0.0079"), "USD"
    cast.account.save()
    campaign = make_campaign(cast)
    segments = check(cast, campaign).counts["segments"]
    page = words(look(cast, campaign, "launch/"))
    assert "Launch this campaign?" in page and campaign.name in page
    assert "1 person get" in page or "1 person gets" in page
    assert f"{segments} segment" in page and "about $0.0" in page
    assert f"You, {cast.manager}, vouch for these words:" in page
    assert BODY.split("}}")[1].strip() in page


def test_without_a_price_no_money_is_named(cast: Cast) -> None:
    campaign = make_campaign(cast)
    check(cast, campaign)
    assert "$" not in look(cast, campaign, "launch/")


def test_a_start_that_is_to_come_schedules_and_can_be_taken_back(cast: Cast) -> None:
    campaign = make_campaign(cast)
    Campaign.objects.for_business(cast.business).update(starts_at=timezone.now() + timedelta(days=2))
    campaign.refresh_from_db()
    check(cast, campaign)
    assert "starts" in post(cast, campaign, "launch/")
    assert campaign.state == "scheduled"
    assert "is a draft again" in post(cast, campaign, "unschedule/")
    assert campaign.state == "draft"


def test_what_keeps_a_campaign_from_launching_is_said(cast: Cast) -> None:
    campaign = make_campaign(cast)
    cast.account.is_active = False
    cast.account.save()
    assert "is switched off" in look(cast, campaign, "check/")


def test_the_queries_of_a_check_do_not_grow(cast: Cast) -> None:
    campaign = make_campaign(cast)
    check(cast, campaign)
    few = count_queries(cast.client(cast.manager), f"{LIST}{campaign.pk}/check/")
    for number in range(8):
        make_contact(cast.business, first_name=f"P{number}", consent=False)
    check(cast, campaign)
    # One more: the sentences of reasons that are the rules' own.
    assert count_queries(cast.client(cast.manager), f"{LIST}{campaign.pk}/check/") <= few + 1


def test_a_simulation_is_started_and_shown_by_day(cast: Cast) -> None:
    campaign = make_campaign(cast, bodies=(BODY, "Still there?"))
    assert "is being played" in post(cast, campaign, "simulation/")
    simulate(cast, campaign)
    page = words(look(cast, campaign, "simulation/"))
    assert "1 first text from 11:00 am" in page and "1 second text from 11:00 am" in page
    assert "all 1 person of the audience were played through" in page


def test_a_simulation_says_how_many_were_not_played(cast: Cast, settings: Any) -> None:
    settings.SIMULATED_PEOPLE = 1
    make_contact(cast.business, first_name="Second")
    campaign = make_campaign(cast)
    simulate(cast, campaign)
    assert "the first 1 of 2 people were played through" in words(look(cast, campaign, "simulation/"))


def test_a_simulation_says_where_hours_bite_and_who_gets_nothing(cast: Cast) -> None:
    make_contact(cast.business, first_name="Nora", consent=False)
    campaign = make_campaign(cast)
    simulate(cast, campaign, at=NOW.replace(hour=5) + timedelta(days=1))
    page = words(look(cast, campaign, "simulation/"))
    assert "No text waits" not in page
    assert "Everybody who was played through gets a text" not in page


def test_a_person_is_found_in_a_simulation_with_the_words_they_get(cast: Cast) -> None:
    make_contact(cast.business, first_name="Zelda")
    campaign = make_campaign(cast)
    simulate(cast, campaign)
    page = look(cast, campaign, "simulation/people/?q=Zelda")
    assert "Hi Zelda" in page and "Hi Maria" not in page


@pytest.mark.parametrize(
    "query", ["outcome=x&day=y&hour=99", "after=2026-11-24T16:00:00+00:00_x", "day=2026-11-24&hour=11"]
)
def test_any_address_of_a_simulations_people_answers(cast: Cast, query: str) -> None:
    campaign = make_campaign(cast)
    simulate(cast, campaign)
    assert "Who gets what, and when" in look(cast, campaign, f"simulation/people/?{query}")


def test_a_simulations_people_have_pages_in_order_of_time(cast: Cast) -> None:
    for number in range(27):
        make_contact(cast.business, first_name=f"P{number}")
    campaign = make_campaign(cast)
    simulate(cast, campaign)
    client = cast.client(cast.manager)
    first = client.get(f"{LIST}{campaign.pk}/simulation/people/")
    second = client.get(first.context["older"])
    shown = [row.pk for row in [*first.context["rows"], *second.context["rows"]]]
    assert len(shown) == len(set(shown)) == 28


def test_the_queries_of_a_simulation_do_not_grow(cast: Cast) -> None:
    campaign = make_campaign(cast)
    simulate(cast, campaign)

    def add() -> None:
        for number in range(5):
            make_contact(cast.business, first_name=f"P{number}")
        simulate(cast, campaign)

    for page in ("simulation/", "simulation/people/"):
        assert_constant_queries(cast.client(cast.manager), f"{LIST}{campaign.pk}/{page}", add)


def test_a_test_goes_to_ones_own_phone_once_it_is_proved(cast: Cast) -> None:
    campaign = make_campaign(cast)
    assert "Verify my phone" in look(cast, campaign, "test/")
    cast.manager.phone, cast.manager.phone_verified_at = "+12125550166", NOW
    cast.manager.save()
    page = post(cast, campaign, "test/", text="1-A", contact=cast.contact.pk)
    assert "is on its way to" in page
    sent = Message.objects.for_business(cast.business).get()
    assert (sent.purpose, sent.address) == ("test", "+12125550166")
    assert "Hi Maria" in sent.body


def test_a_test_for_a_neighbours_contact_is_refused(cast: Cast) -> None:
    campaign = make_campaign(cast)
    cast.manager.phone, cast.manager.phone_verified_at = "+12125550166", NOW
    cast.manager.save()
    post(cast, campaign, "test/", text="1-A", contact=cast.neighbour_contact.pk)
    assert not Message.objects.for_business(cast.business).exists()
