"""A manager in the browser: a segment row by row with its live count, the list, one contact, at both widths."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from contacts.consent import StopFacts, suppress
from contacts.models import CustomField, SavedSegment
from tests.cast import Cast
from tests.factories import NOW, make_contact, make_conversation, make_point
from tests.journeys.browsing import Visitor

playwright = pytest.importorskip("playwright.sync_api")
HERE = "/b/harbor-plumbing/contacts/"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    # Playwright keeps an event loop in this thread; Django would take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
                                       args=["--no-sandbox"])  # fmt: skip
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desk"])
def visitor(request: Any, chromium: Any, live_server: Any, committed_cast: Cast) -> Iterator[Visitor]:
    cast = committed_cast
    for number in range(30):
        make_contact(cast.business, first_name=f"Person {number}", tags=["furnace"] if number % 2 else ["boiler"])
    ann = make_contact(cast.business, first_name="Ann", last_name="Bell", tags=["vip"], phone="+13035550142",
                       stated_request="New roof", owner=cast.agent, custom={"age": "12"})  # fmt: skip
    make_point(ann, address="ann.bell@example.com", kind="email")
    CustomField.objects.create(business=cast.business, key="age", label="Roof age", kind="number")
    make_conversation(ann, needs_you=True)
    suppress(cast.business, kind_of_address="phone", address="+13035550142", reason="manual_stop",
             facts=StopFacts(contact_id=ann.pk, by_member=cast.owner, note="Said so at the door"), now=NOW)  # fmt: skip
    for guest in Visitor.visits(chromium, live_server.url, size=request.param):
        cookie = cast.client(cast.owner).cookies["sessionid"].value
        guest.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        yield guest


def test_a_segment_is_built_counted_and_used(visitor: Visitor, committed_cast: Cast) -> None:
    page = visitor.page
    page.goto(f"{HERE}segments/new/")
    page.get_by_label("Name").fill("Furnaces")
    for kind in ("no_contact", "tags"):
        page.locator("#c-add").select_option(kind)
        page.get_by_role("button", name="Add a condition").first.click()
    page.get_by_role("button", name="Add a group").first.click()
    page.locator("#c-2-add").select_option("consent")
    page.get_by_role("button", name="Add a condition").first.click()
    page.get_by_label("furnace").check()
    page.locator("#conditions-count").get_by_text("15 people meet").wait_for()
    visitor.look("segment-form")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("15 people").wait_for()
    visitor.look("segments")
    assert SavedSegment.objects.for_business(committed_cast.business).get().name == "Furnaces"
    page.get_by_role("link", name="See who").click()
    visitor.look("contacts-of-segment")
    page.get_by_label("Choose Person 29").check()
    page.get_by_role("button", name="Go on").click()
    visitor.look("contacts-bulk")


def test_what_is_done_with_one_contact_shows_on_its_page(visitor: Visitor) -> None:
    page = visitor.page
    page.goto(HERE)
    visitor.look("contacts")
    page.goto(f"{HERE}?q=bell")
    page.get_by_role("link", name="Ann Bell").click()
    page.get_by_text("Said so at the door").first.wait_for()
    visitor.look("contact")
    contact = page.url
    for path in ("edit/", "points/add/", "stop/", "consent/", "not-interested/"):
        page.goto(contact + path)
        visitor.look(f"contact-{path.strip('/').replace('/', '-')}")
    page.goto(contact)
    page.get_by_role("link", name="Lift this stop").click()
    page.get_by_label("Why").fill("She called back")
    visitor.look("contact-lift")
    page.get_by_role("button", name="Lift the stop").click()
    page.get_by_text("Lifted: Stopped by a member").wait_for()


def test_own_fields_have_a_page(visitor: Visitor) -> None:
    visitor.page.goto("/b/harbor-plumbing/settings/fields/")
    visitor.look("settings-fields")
    visitor.page.get_by_role("link", name="Roof age").click()
    visitor.look("settings-field")
