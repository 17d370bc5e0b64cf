"""A running product and a browser before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Business, Member
from accounts.services import vouch_for_email
from conversations import channel_setup
from conversations.approved_copy import seed_copy
from conversations.models import ChannelAccount
from tests import factories
from tests.journeys.browsing import Visitor
from tests.journeys.stack import Stack, shared_settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OURS = "+12125550101"


@pytest.fixture
def stack(transactional_db: None, tmp_path: Path) -> Iterator[Stack]:
    """The carrier runs; a journey starts what else it needs. Everything is ended before the tables are emptied."""
    stack = Stack(tmp_path)
    try:
        with shared_settings(stack):
            stack.start_carrier()
            yield stack
    finally:
        stack.stop_all()


@dataclass(frozen=True)
class Shop:
    """A demo business whose sender is a number at the stack's carrier."""

    business: Business
    owner: Member
    account: ChannelAccount


@pytest.fixture
def shop(stack: Stack) -> Shop:
    business = factories.make_business("harbor-plumbing")
    owner = factories.make_member(business, role="owner", email="owner@harbor.example")
    agent = factories.make_member(business, role="agent", email="agent@harbor.example")
    for member in (owner, agent):
        vouch_for_email(member.user)
    seed_copy(business, now=timezone.now())
    account = connect(stack, business)
    return Shop(business, owner, account)


def connect(stack: Stack, business: Business) -> ChannelAccount:
    """Rent the number at the carrier and point its webhooks at the stack's web server."""
    made = stack.carrier.add_account(numbers=[OURS])
    account = factories.make_account(
        business, sender=OURS, account_sid=made.account, label="Front desk",
        credentials=channel_setup.pack_credentials(auth_token=made.token), inbound_seen_at=timezone.now(),
        checked_at=timezone.now(),
    )  # fmt: skip
    # Not by channel_setup.set_webhooks: Playwright's event loop runs in this thread already.
    stack.carrier.set_number(OURS, **channel_setup.webhook_urls(account))
    return account


@pytest.fixture
def running(stack: Stack, shop: Shop) -> Stack:
    """Web server and worker run as well."""
    stack.start_worker()
    stack.start_web()
    return stack


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as script/test finds it."""
    playwright = pytest.importorskip("playwright.sync_api")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "The journeys need Chromium: install it, or name one with CHROMIUM=<path>."
    # Playwright keeps an event loop in this thread; Django would take it for an asynchronous caller.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    patch.undo()


@pytest.fixture(params=[(390, 844), (1280, 800)], ids=["phone", "desk"])
def visitor(request: pytest.FixtureRequest, browser: Any, running: Stack) -> Iterator[Visitor]:
    """Somebody with a phone in the hand, and somebody at a desk."""
    yield from Visitor.visits(browser, running.url, size=request.param)


@pytest.fixture
def desk(browser: Any, running: Stack) -> Iterator[Visitor]:
    yield from Visitor.visits(browser, running.url, size=(1280, 800))
