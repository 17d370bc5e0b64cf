"""A campaign with two wordings, from a saved segment to its report, in a browser against the running product."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contacts.models import SavedSegment
from reactivation.campaigns.models import Campaign, Enrollment, SimulatedStep, StepMessage
from tests import factories
from tests.journeys import campaigning
from tests.journeys.browsing import Visitor
from tests.journeys.conftest import OURS, Shop
from tests.journeys.stack import Stack, daytime_zone, wait_for

pytestmark = pytest.mark.timeout(300)

PEOPLE = ("Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jule")
NOBODY_ASKED = "Nora"
FIRST, OTHER = "shall we look after your furnace before winter?", "it is time for your furnace check. May we come by?"
SECOND = "Still there? We have a free morning this week."


def number_of(name: str) -> str:
    return f"+121255501{PEOPLE.index(name) + 60}"


def make_people(shop: Shop) -> None:
    """Ten who agreed, one who never did; half of them are not of the segment."""
    long_ago = datetime.now(UTC) - timedelta(days=500)
    here: dict[str, Any] = {"zone": daytime_zone(), "zone_set_by_hand": True, "last_dealing_at": long_ago}
    for name in PEOPLE:
        factories.make_contact(shop.business, first_name=name, phone=number_of(name), tags=["furnace"], **here)
    factories.make_contact(shop.business, first_name=NOBODY_ASKED, consent=False, tags=["furnace"], **here)
    factories.make_contact(shop.business, first_name="Olga", tags=["roof"], **here)
    kept = {"all": [{"is": "tags", "how": "any", "tags": ["furnace"]}]}
    SavedSegment.objects.create(business=shop.business, name="Furnaces", conditions=kept, created_at=datetime.now(UTC))


def choose_segment(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("Saved segment").select_option(label="Furnaces")
    page.get_by_role("button", name="Use its conditions").click()
    page.locator("#conditions-count").get_by_text("11 people meet").wait_for()
    visitor.look("builder-audience")
    campaigning.go_on(visitor, "write the texts")


def write_texts(visitor: Visitor) -> None:
    """Two wordings of the first text, a field by tapping, and a second text."""
    page = visitor.page
    page.get_by_label("Text", exact=True).first.fill("Hi , " + FIRST)
    page.get_by_label("Text", exact=True).first.evaluate("area => area.setSelectionRange(3, 3)")
    page.get_by_role("button", name="First name").first.click()
    page.keyboard.type("you")
    assert page.get_by_label("Text", exact=True).first.input_value() == "Hi {{ first_name|you }}, " + FIRST
    page.get_by_role("button", name="Compare with another wording").click()
    page.locator("#id_s-0-1-body").fill("{{ first_name|Hello }}, " + OTHER)
    page.locator("#preview").get_by_text(OTHER).wait_for()
    page.get_by_role("button", name="Add a text").click()
    page.locator("#id_s-1-0-body").fill(SECOND + " 🙂")
    page.locator("#preview").get_by_text("an emoji or symbol").wait_for()
    visitor.look("builder-texts-emoji")
    page.locator("#id_s-1-0-body").fill(SECOND)
    page.get_by_placeholder("Find somebody in the audience").press_sequentially("Cleo")
    page.locator("#preview figcaption").get_by_text("Cleo").wait_for()
    visitor.look("builder-texts")
    campaigning.go_on(visitor, "schedule")


def plan(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("First texts a day, at most").fill("200")
    page.get_by_text("11 people at 200 a day: takes 1 day.").wait_for()
    visitor.look("builder-schedule")
    page.get_by_label("Only on these days and hours").check()
    visitor.look("builder-schedule-hours")
    page.get_by_label("Any hour that the law allows where they are").check()
    campaigning.go_on(visitor, "check everybody")


def look_at_the_check(visitor: Visitor) -> None:
    page = visitor.page
    campaigning.wait_for_check(visitor)
    assert "10 get it + 1 left out = 11 in the audience" in " ".join(page.locator("#check").inner_text().split())
    visitor.look("builder-check")
    page.locator(".campaign-reasons a").first.click()
    page.get_by_text(NOBODY_ASKED).wait_for()
    visitor.look("builder-left-out")
    page.get_by_role("link", name="Check", exact=True).click()


def simulate(visitor: Visitor, shop: Shop) -> dict[str, str]:
    """Play it; return who would get which wording."""
    page = visitor.page
    page.get_by_role("link", name="Simulate").click()
    visitor.look("simulation-empty")
    page.get_by_role("button", name="Simulate").click()
    page.get_by_role("heading", name="Day by day").wait_for(timeout=campaigning.SECONDS * 1000)
    assert "10 first texts" in page.locator("#simulation").inner_text()
    visitor.look("simulation")
    page.get_by_placeholder("What does one person get? Name or number").fill("Gus")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who gets what, and when").wait_for()
    visitor.look("simulation-person")
    assert "Gus" in page.locator("main").inner_text() and "Hana" not in page.locator("main").inner_text()
    page.get_by_role("link", name="Simulation", exact=True).click()
    page.get_by_role("link", name="Check", exact=True).click()
    played = SimulatedStep.objects.for_business(shop.business).filter(position=1, outcome="sent")
    return dict(played.values_list("contact__first_name", "variant_label"))


def launch(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Launch…").click()
    dialog = page.get_by_role("dialog")
    assert "vouch for these words" in dialog.inner_text()
    visitor.look("builder-launch")
    dialog.get_by_role("button", name="Launch it").click()
    page.get_by_text("is launched.").first.wait_for()


def pause_and_go_on(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Pause").click()
    page.get_by_text("Nothing leaves until somebody resumes it").wait_for()
    visitor.look("campaign-paused")
    page.get_by_role("link", name="Take back unsent").click()
    visitor.look("campaign-recall")
    page.get_by_role("link", name="Keep them").click()
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("goes on where it was").wait_for()


def test_a_campaign_with_two_wordings_goes_from_segment_to_report(visitor: Visitor, running: Stack, shop: Shop) -> None:
    make_people(shop)
    visitor.looks = False
    visitor.sign_in("owner@harbor.example")
    visitor.looks = True
    campaigning.start_campaign(visitor, "Furnace check")
    choose_segment(visitor)
    write_texts(visitor)
    plan(visitor)
    look_at_the_check(visitor)
    expected = simulate(visitor, shop)
    launch(visitor)
    wait_for(lambda: running.carrier.messages(direction="outbound")[9:], seconds=30, what="ten texts")
    sent = StepMessage.objects.for_business(shop.business)
    assert dict(sent.values_list("enrollment__contact__first_name", "variant__label")) == expected
    pause_and_go_on(visitor)
    running.carrier.phone_writes(sender=number_of("Ada"), to=OURS, body="yes I'm interested")
    running.carrier.phone_writes(sender=number_of("Ben"), to=OURS, body="STOP")
    people = Enrollment.objects.for_business(shop.business)
    wait_for(lambda: people.filter(replied_at__isnull=False).count() == 2, seconds=30, what="two replies")
    visitor.page.reload()
    visitor.page.get_by_text("= 11 in the audience").first.wait_for()
    visitor.look("campaign-variants-report")
    visitor.go("Campaigns")
    visitor.look("campaigns-list")
    assert Campaign.objects.for_business(shop.business).get().state == "running"


def test_everything_is_stopped_and_let_go_again(visitor: Visitor, running: Stack, shop: Shop) -> None:
    page = visitor.page
    visitor.looks = False
    visitor.sign_in("owner@harbor.example")
    visitor.looks = True
    if visitor.is_phone:
        page.get_by_text("More").click()
    page.get_by_role("link", name="Stop all sending").filter(visible=True).click()
    page.get_by_label("Why").fill("A wrong price went out.")
    visitor.look("stop-all")
    page.get_by_role("button", name="Stop all sending").click()
    page.get_by_text("All sending is stopped").wait_for()
    visitor.look("stopped-all")
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Messages leave again.").wait_for()
