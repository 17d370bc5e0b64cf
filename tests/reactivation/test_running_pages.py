"""The list of campaigns and what one does with one that is under way."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign, Enrollment
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.pages import assert_constant_queries
from tests.reactivation.test_campaigns import hand_over, launch, make_campaign

LIST = "/b/harbor-plumbing/campaigns/"


def page(cast: Cast, path: str = "") -> str:
    return cast.client(cast.manager).get(f"{LIST}{path}").content.decode()


def act(cast: Cast, campaign: Campaign, what: str, **values: str) -> str:
    answer = cast.client(cast.manager).post(f"{LIST}{campaign.pk}/{what}/", values, follow=True)
    campaign.refresh_from_db()
    return answer.content.decode()


def test_the_list_is_filtered_by_state(cast: Cast) -> None:
    for name, state in (("Drafty", "draft"), ("Runs", "running"), ("Over", "finished")):
        campaign = make_campaign(cast)
        Campaign.objects.for_business(cast.business).filter(pk=campaign.pk).update(name=name, state=state)
    shown = {show: page(cast, f"?show={show}") for show in ("active", "drafts", "finished", "archived")}
    assert "Runs" in shown["active"] and "Drafty" not in shown["active"]
    assert "Drafty" in shown["drafts"] and "Over" in shown["finished"]
    assert "No campaign here." in shown["archived"]


def test_the_list_has_pages(cast: Cast) -> None:
    for _ in range(21):
        Campaign.objects.create(business=cast.business, name="One of many", created_at=NOW)
    first = cast.client(cast.viewer).get(LIST)
    second = cast.client(cast.viewer).get(first.context["older"])
    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 1)


def test_replies_of_the_last_days_are_drawn_with_words(cast: Cast) -> None:
    campaign = launch(cast)
    Enrollment.objects.for_business(cast.business).update(replied_at=timezone.now())
    shown = cast.client(cast.viewer).get(LIST)
    (row,) = shown.context["rows"]
    assert (row.campaign, row.replied, row.replies[-1], sum(row.replies)) == (campaign, 1, 1, 1)
    assert "Replies on each of the last 14 days" in shown.content.decode()


def test_a_running_campaign_shows_how_far_it_is(cast: Cast) -> None:
    campaign = launch(cast, bodies=("One for you", "Two for you"))
    advance(now=NOW + timedelta(minutes=1))
    shown = page(cast, f"{campaign.pk}/")
    assert "0 of 1" in shown and "1 text is in the queue." in " ".join(shown.split())


def test_progress_alone_is_answered_to_htmx(cast: Cast) -> None:
    campaign = launch(cast)
    shown = page(cast, f"{campaign.pk}/progress/")
    assert "<html" not in shown and 'id="progress"' in shown


def test_a_pause_by_rekindle_says_its_figures_and_what_to_do(cast: Cast) -> None:
    campaign = launch(cast)
    services.pause(campaign, member=None, why="12 of 150 people opted out (8.0%).", by="opt_outs", now=NOW)
    shown = page(cast, f"{campaign.pk}/")
    assert "Rekindle has paused this campaign" in shown
    assert "12 of 150 people opted out" in shown and "a narrower audience" in shown


def test_a_recall_asks_and_says_how_many_had_left(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=NOW + timedelta(minutes=1))
    assert "Everything that waits (1 waiting, 0 already left)" in page(cast, f"{campaign.pk}/recall/")
    assert "1 text was taken back; none had left before." in act(cast, campaign, "recall", position="")
    assert campaign.state == "paused"


def test_one_text_can_be_taken_back_alone(cast: Cast) -> None:
    campaign = launch(cast, bodies=("One for you", "Two for you"))
    advance(now=NOW + timedelta(minutes=1))
    act(cast, campaign, "recall", position="1")
    assert campaign.steps.get(position=1).recalled_at is not None
    assert campaign.steps.get(position=2).recalled_at is None


def test_a_position_that_nobody_offered_is_refused(cast: Cast) -> None:
    campaign = launch(cast)
    assert "Select a valid choice" in act(cast, campaign, "recall", position="9")
    assert campaign.state == "running"


def test_the_question_before_a_stop_names_what_waits_and_what_has_left(cast: Cast) -> None:
    campaign = launch(cast)
    advance(now=NOW + timedelta(minutes=1))
    hand_over(campaign)
    asked = " ".join(page(cast, f"{campaign.pk}/stop/").split())
    assert f"“{campaign.name}” ends for good: 0 texts that wait are cancelled" in asked
    assert "1 has already left" in asked


def test_a_copy_is_a_draft_of_its_own(cast: Cast) -> None:
    campaign = launch(cast)
    act(cast, campaign, "copy")
    made = Campaign.objects.for_business(cast.business).get(copied_from=campaign)
    assert (made.state, made.name) == ("draft", f"Copy of {campaign.name}")


def test_what_has_ended_is_put_away_and_brought_back(cast: Cast) -> None:
    campaign = launch(cast)
    assert "Stop it or wait for its end" in act(cast, campaign, "archive")
    services.stop(campaign, member=cast.owner, now=NOW)
    act(cast, campaign, "archive")
    assert campaign.archived_at is not None
    assert campaign.name in page(cast, "?show=archived")
    act(cast, campaign, "archive", back="1")
    assert campaign.archived_at is None


def test_the_lists_queries_do_not_grow(cast: Cast) -> None:
    launch(cast)
    client = cast.client(cast.viewer)

    def add() -> None:
        for number in range(5):
            make_contact(cast.business, first_name=f"P{number}")
            launch(cast)

    assert_constant_queries(client, LIST, add)
