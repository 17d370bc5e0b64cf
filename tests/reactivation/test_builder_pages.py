"""Building a campaign page by page: what is typed stays, what is wrong is said, what is kept is what was meant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from contacts.models import SavedSegment
from conversations.approved_copy import seed_copy
from reactivation.campaigns import checking
from reactivation.campaigns.models import Campaign
from tests.cast import Cast
from tests.factories import NOW, make_contact
from tests.pages import assert_constant_queries
from tests.reactivation.test_campaigns import make_campaign

LIST = "/b/harbor-plumbing/campaigns/"
ROWS = {"c-how": "all", "c-0-is": "no_contact", "c-0-months": "6"}
TEXT = {"s-0-0-body": "Hi {{ first_name|there }}, all well?", "s-0-valid_hours": "72"}
SECOND = {"s-1-delay": "3", "s-1-unit": "days", "s-1-valid_hours": "72", "s-1-0-body": "Still there?"}
PLAN = {"start": "now", "hours": "lawful", "goal": "appointment", "conversion_days": "60"}


def address(campaign: Campaign, page: str = "") -> str:
    return f"{LIST}{campaign.pk}/{page}"


def audience_of(cast: Cast, **values: Any) -> dict[str, Any]:
    return {"name": "Winter", "account": cast.account.pk, "exclude_running": "on", **ROWS, **values}


def post(cast: Cast, campaign: Campaign, page: str, values: dict[str, Any]) -> str:
    """Post to a page of the builder; return the page it leads to, or an empty text, and refresh the campaign."""
    answer = cast.client(cast.manager).post(address(campaign, page), values)
    campaign.refresh_from_db()
    return answer.headers.get("Location", "") if answer.status_code == 302 else answer.content.decode()


def look(cast: Cast, campaign: Campaign, page: str) -> str:
    return cast.client(cast.manager).get(address(campaign, page)).content.decode()


def test_a_new_campaign_goes_from_audience_to_launch(cast: Cast) -> None:
    client = cast.client(cast.manager)
    client.post(f"{LIST}new/")
    campaign = Campaign.objects.for_business(cast.business).get()
    assert post(cast, campaign, "audience/", audience_of(cast)).endswith("texts/")
    assert post(cast, campaign, "texts/", TEXT | SECOND).endswith("schedule/")
    assert post(cast, campaign, "schedule/", PLAN).endswith("check/")
    checking.run_checks(clock=timezone.now)
    assert "Get the first text" in look(cast, campaign, "check/")
    post(cast, campaign, "launch/", {})
    assert (campaign.state, campaign.name) == ("running", "Winter")


def test_conditions_are_kept_as_a_tree(cast: Cast) -> None:
    campaign = make_campaign(cast)
    post(cast, campaign, "audience/", audience_of(cast, exclude_recent_days="30", holdback_percent="10"))
    assert campaign.audience == {"all": [{"is": "no_contact", "months": 6}]}
    assert (campaign.exclude_recent_days, campaign.holdback_percent) == (30, 10)


def test_a_mistake_in_the_audience_keeps_everything_typed(cast: Cast) -> None:
    campaign = make_campaign(cast)
    page = post(cast, campaign, "audience/", audience_of(cast, name="Spring again", holdback_percent="80"))
    assert "Spring again" in page
    assert 'value="80"' in page
    assert campaign.name == "Winter"


def test_adding_a_condition_keeps_the_rest_and_calls_nothing_wrong(cast: Cast) -> None:
    campaign = make_campaign(cast)
    pressed = audience_of(cast, name="") | {"c-do": "add:c", "c-add": "tagged"}
    page = post(cast, campaign, "audience/", pressed)
    assert "This field is required" not in page
    assert "No contact for" in page


def test_a_saved_segment_fills_the_rows_and_stays_named_while_they_are_its_own(cast: Cast) -> None:
    campaign = make_campaign(cast)
    kept = {"all": [{"is": "no_contact", "months": 12}]}
    segment = SavedSegment.objects.create(business=cast.business, name="Long gone", conditions=kept, created_at=NOW)
    page = post(cast, campaign, "audience/", audience_of(cast, segment=segment.pk, use="1"))
    assert 'value="12"' in page
    mine = audience_of(cast, segment=segment.pk, segment_was=segment.pk) | {"c-0-months": "12"}
    post(cast, campaign, "audience/", mine)
    assert campaign.segment == segment
    post(cast, campaign, "audience/", mine | {"c-0-months": "13"})
    assert campaign.segment is None


def test_a_segment_that_was_only_chosen_is_shown_before_it_is_kept(cast: Cast) -> None:
    campaign = make_campaign(cast)
    kept = {"all": [{"is": "no_contact", "months": 12}]}
    segment = SavedSegment.objects.create(business=cast.business, name="Long gone", conditions=kept, created_at=NOW)
    assert 'value="12"' in post(cast, campaign, "audience/", audience_of(cast, segment=segment.pk, segment_was=""))


def test_texts_keep_delay_validity_wordings_and_shares(cast: Cast) -> None:
    campaign = make_campaign(cast)
    compared = {"s-0-0-weight": "3", "s-0-1-body": "Hello, all well?", "s-0-1-weight": "1"}
    later = SECOND | {"s-1-delay": "30", "s-1-unit": "hours", "s-1-valid_hours": "24"}
    post(cast, campaign, "texts/", TEXT | compared | later)
    first, second = campaign.steps.all()
    assert [(one.label, one.weight) for one in first.variants.all()] == [("A", 3), ("B", 1)]
    assert (second.delay_hours, second.valid_hours) == (30, 24)


def test_a_button_of_the_texts_keeps_what_is_typed_and_stores_nothing(cast: Cast) -> None:
    campaign = make_campaign(cast)
    page = post(cast, campaign, "texts/", {"s-0-0-body": "Half a thou", "do": "wording:0"})
    assert page.count("Half a thou") >= 2
    assert "Wording B" in page
    assert campaign.steps.get().variants.count() == 1


def test_texts_are_taken_away_by_their_buttons(cast: Cast) -> None:
    campaign = make_campaign(cast)
    both = TEXT | SECOND | {"s-0-1-body": "Hello?", "s-0-1-weight": "1"}
    assert "Still there?" not in post(cast, campaign, "texts/", both | {"do": "unstep:1"})
    assert "Hello?" not in post(cast, campaign, "texts/", both | {"do": "unwording:0:1"})


def test_a_text_with_an_unknown_field_stays_on_the_form_with_its_sentence(cast: Cast) -> None:
    page = post(cast, make_campaign(cast), "texts/", {"s-0-0-body": "Hi {{ nickname }}", "s-0-valid_hours": "72"})
    assert "There is no field called nickname" in page
    assert "Hi {{ nickname }}" in page


def test_an_empty_text_says_what_to_do(cast: Cast) -> None:
    page = post(cast, make_campaign(cast), "texts/", TEXT | SECOND | {"s-1-0-body": " "})
    assert "Write this text, or take it away." in page


def test_broken_numbers_in_the_texts_are_sentences(cast: Cast) -> None:
    campaign = make_campaign(cast)
    bad = {"s-1-delay": "-1", "s-1-unit": "years", "s-1-valid_hours": "x", "s-0-0-weight": "9" * 30}
    page = post(cast, campaign, "texts/", TEXT | SECOND | bad)
    assert "Ensure this value is greater than or equal to 1" in page
    assert campaign.steps.count() == 1


def preview(cast: Cast, campaign: Campaign, **values: Any) -> str:
    return cast.client(cast.manager).post(address(campaign, "texts/preview/"), values).content.decode()


def test_the_preview_shows_and_counts_the_added_lines(cast: Cast) -> None:
    page = preview(cast, make_campaign(cast), **{"s-0-0-body": "All well?"})
    assert "Harbor Plumbing" in page
    assert "STOP" in page
    assert "Added by Rekindle" in page


def test_the_preview_names_the_letter_that_costs_more(cast: Cast) -> None:
    assert "“ń” (the letter ń)" in preview(cast, make_campaign(cast), **{"s-0-0-body": "Dzień dobry"})


def test_the_preview_is_for_whom_one_chooses_or_finds(cast: Cast) -> None:
    campaign = make_campaign(cast)
    other = make_contact(cast.business, first_name="Zelda")
    text = {"s-0-0-body": "Hi {{ first_name|there }}"}
    assert "Hi Zelda" in preview(cast, campaign, preview_contact=other.pk, **text)
    assert "Hi Maria" in preview(cast, campaign, preview_q="maria", **text)
    assert "Nobody in this audience is found" in preview(cast, campaign, preview_q="Nobody Atall", **text)


def test_the_preview_never_shows_a_neighbours_contact(cast: Cast) -> None:
    page = preview(cast, make_campaign(cast), preview_contact=cast.neighbour_contact.pk, **{"s-0-0-body": "Hi"})
    assert "Noah" not in page


def test_the_preview_says_who_would_be_left_out_by_an_unknown_field(cast: Cast) -> None:
    page = preview(cast, make_campaign(cast), **{"s-0-0-body": "Anything to do in {{ city }}?"})
    assert "We do not know the town of Maria" in page


def test_the_preview_shows_the_text_one_is_writing(cast: Cast) -> None:
    both = {"s-0-0-body": "One", "s-1-0-body": "Two, for {{ first_name|you }}", "preview_text": "1-0"}
    assert "Two, for Maria" in preview(cast, make_campaign(cast), **both)


def test_the_preview_of_a_later_text_supposes_that_the_first_has_arrived(cast: Cast) -> None:
    campaign = make_campaign(cast)
    seed_copy(cast.business, now=NOW)
    texts = {"s-0-0-body": "One", "s-1-0-body": "Two"}
    assert "automated assistant" in preview(cast, campaign, **texts)
    assert "automated assistant" not in preview(cast, campaign, preview_text="1-0", **texts)


def test_the_schedule_keeps_window_limit_stops_and_goal(cast: Cast) -> None:
    cast.contact.tags = ["vip"]
    cast.contact.save()
    campaign = make_campaign(cast)
    values = PLAN | {
        "hours": "window", "days": ["0", "2"], "earliest": "09:00", "latest": "17:30", "daily_limit": "200",
        "stop_standings": ["customer"], "stop_tags": ["vip"], "goal": "reply", "conversion_days": "30",
    }  # fmt: skip
    assert post(cast, campaign, "schedule/", values).endswith("check/")
    assert campaign.window == {"days": [0, 2], "from": "09:00", "until": "17:30"}
    assert campaign.stop_on == {"standings": ["customer"], "tags": ["vip"]}
    assert (campaign.daily_limit, campaign.goal, campaign.conversion_days) == (200, "reply", 30)


def test_hours_until_midnight_come_back_as_typed(cast: Cast) -> None:
    campaign = make_campaign(cast)
    post(cast, campaign, "schedule/", PLAN | {"hours": "window", "days": ["5"], "earliest": "18:00", "latest": "00:00"})
    assert campaign.window["until"] == "24:00"
    assert 'value="00:00"' in look(cast, campaign, "schedule/")


def test_a_start_is_read_by_the_clock_of_the_business(cast: Cast) -> None:
    campaign = make_campaign(cast)
    moment = timezone.now() + timedelta(days=3)
    post(cast, campaign, "schedule/", PLAN | {"start": "later", "starts_at": f"{moment:%Y-%m-%d}T09:00"})
    assert campaign.starts_at is not None
    assert campaign.starts_at.astimezone(timezone.get_fixed_timezone(-300)).hour == 9


def test_a_start_that_is_over_is_refused_with_a_sentence(cast: Cast) -> None:
    campaign = make_campaign(cast)
    page = post(cast, campaign, "schedule/", PLAN | {"start": "later", "starts_at": "2020-01-01T09:00"})
    assert "This time is over" in page
    assert "2020-01-01T09:00" in page


def test_hours_that_end_before_they_begin_are_refused(cast: Cast) -> None:
    bad = PLAN | {"hours": "window", "days": ["0"], "earliest": "18:00", "latest": "09:00"}
    assert "must end later than they begin" in post(cast, make_campaign(cast), "schedule/", bad)


def test_the_schedule_says_how_many_days_the_release_takes(cast: Cast) -> None:
    for number in range(4):
        make_contact(cast.business, first_name=f"P{number}")
    client = cast.client(cast.manager)
    campaign = make_campaign(cast)
    page = client.post(address(campaign, "schedule/estimate/"), PLAN | {"daily_limit": "2"}).content.decode()
    assert "5 people at 2 a day: takes about 3 days." in page


def test_the_builders_queries_do_not_grow(cast: Cast) -> None:
    campaign = make_campaign(cast)
    for page in ("audience/", "texts/", "schedule/", "check/"):
        assert_constant_queries(
            cast.client(cast.manager), address(campaign, page),
            lambda: [make_contact(cast.business, first_name=f"P{number}") for number in range(5)],
        )  # fmt: skip


def test_what_is_scheduled_or_launched_is_no_longer_built(cast: Cast) -> None:
    campaign = make_campaign(cast)
    Campaign.objects.for_business(cast.business).update(state="scheduled", starts_at=timezone.now())
    for page in ("audience/", "texts/", "schedule/", "check/", "launch/"):
        answer = cast.client(cast.manager).get(address(campaign, page))
        assert answer.headers["Location"] == address(campaign)
