"""The first start of a development instance: the demo is made beside the running carrier, and its pages look alive."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from accounts.models import Business
from tests.journeys.browsing import Visitor
from tests.journeys.stack import Stack

pytestmark = pytest.mark.timeout(200)
# It took 17 seconds on two busy cores.
MOST_SECONDS = 60


@pytest.fixture
def made(stack: Stack) -> Stack:
    began = time.monotonic()
    stack.make_demo(seconds=MOST_SECONDS)
    print(f"make_demo took {time.monotonic() - began:.1f} s")
    stack.start_worker()
    stack.start_web()
    return stack


def login(stack: Stack) -> tuple[str, str]:
    email, password = Path(stack.folder / "demo-login").read_text().split()
    return email, password


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desk"])
def owner(request: pytest.FixtureRequest, browser: object, made: Stack) -> object:
    yield from Visitor.visits(browser, made.url, size=request.param)


def test_the_owner_of_the_demo_finds_it_alive(owner: Visitor, made: Stack) -> None:
    page, (email, password) = owner.page, login(made)
    business = Business.objects.get(is_demo=True)
    owner.sign_in(email, password)
    page.locator("main").get_by_text("Hot").first.wait_for()
    owner.look("demo-today")
    owner.go("Conversations")
    page.locator("#inbox-list").get_by_role("link").first.wait_for()
    owner.look("demo-conversations")
    page.locator("#inbox-list").get_by_role("link").first.click()
    page.locator("#thread-messages").wait_for()
    owner.look("demo-conversation")
    owner.go("Campaigns")
    owner.look("demo-campaigns")
    page.get_by_role("link", name="Home comfort checkup").click()
    page.get_by_text("From list to answer", exact=True).wait_for()
    owner.look("demo-report")
    owner.go("Contacts")
    owner.look("demo-contacts")
    page.goto(f"/b/{business.slug}/phones/")
    owner.look("demo-phones")
