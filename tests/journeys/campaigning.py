"""Building a campaign in the browser, as the journeys do it."""

from __future__ import annotations

from tests.journeys.browsing import Visitor

SECONDS = 60


def start_campaign(visitor: Visitor, name: str) -> None:
    visitor.go("Campaigns")
    visitor.page.get_by_role("button", name="New campaign").first.click()
    visitor.page.get_by_label("Name of the campaign").fill(name)


def choose_no_contact(visitor: Visitor, *, months: int) -> None:
    """Add the condition that nobody was in contact for so long."""
    page = visitor.page
    page.locator("#c-add").select_option("no_contact")
    page.get_by_role("button", name="Add a condition").first.click()
    page.get_by_label("Months").fill(str(months))


def go_on(visitor: Visitor, to: str) -> None:
    """Press the button that leads to the next step of the builder."""
    visitor.page.get_by_role("button", name=f"Next: {to}").click()


def wait_for_check(visitor: Visitor) -> None:
    """The check was started with the schedule; a worker does it."""
    visitor.page.get_by_text("in the audience").first.wait_for(timeout=SECONDS * 1000)


def launch(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="Launch…").click()
    page.get_by_role("dialog").get_by_role("button", name="Launch it").click()
    page.get_by_text("is launched.").first.wait_for()
