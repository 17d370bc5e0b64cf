"""The whole way in a browser: a lead writes on a sandbox phone, a member answers, the phone shows it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations import outbox
from conversations.channel_setup import pack_credentials, webhook_urls
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from conversations.models import Conversation
from tests.cast import Cast

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture
def carrier(committed_cast: Cast, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[CarrierControl]:
    """A carrier that calls this very server, as the demo's does."""
    with run_carrier(control_token="for-this-test") as carrier:
        carrier.pace(latency_ms=0, sent_after=0, delivered_after=0)
        settings.PUBLIC_URL, settings.SANDBOX_CARRIER_URL = live_server.url, carrier.base_url
        settings.SANDBOX_CARRIER_STATE = tmp_path / "carrier.sqlite3"
        settings.INSTANCE_MARK_FILE = tmp_path / "instance-mark"
        (tmp_path / "carrier.token").write_text("for-this-test")
        account = committed_cast.account
        made = carrier.add_account(numbers=[account.sender], **webhook_urls(account))
        account.account_sid, account.credentials = made.account, pack_credentials(auth_token=made.token)
        account.save()
        yield carrier


@pytest.fixture
def desk(committed_cast: Cast, carrier: CarrierControl, live_server: Any) -> Iterator[Any]:
    # Playwright keeps an event loop in this thread; Django would take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=live_server.url)
        cookie = committed_cast.client(committed_cast.agent).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        yield context
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def test_a_lead_writes_and_reads_the_answer(desk: Any, committed_cast: Cast, carrier: CarrierControl) -> None:
    business = committed_cast.business
    phone, inbox = desk.new_page(), desk.new_page()
    inbox.goto(reverse("conversations", args=[business.slug]))
    phone.goto(reverse("sandbox_phones", args=[business.slug]))
    phone.get_by_label("Write as Maria").fill("Do you come on Saturdays?")
    phone.get_by_label("Write as Maria").press("Enter")
    phone.locator(".handset__text--own", has_text="Saturdays").wait_for(timeout=15_000)
    assert phone.get_by_label("Write as Maria").input_value() == ""

    inbox.bring_to_front()
    inbox.locator("#inbox-list", has_text="Do you come on Saturdays?").wait_for(timeout=15_000)
    inbox.get_by_role("link", name="Maria").click()
    inbox.get_by_role("textbox", name="Write a text to Maria").fill("We do, until noon.")
    inbox.get_by_role("button", name="Send text").click()
    mine, asked = inbox.locator(".bubble--member"), inbox.get_by_role("button", name="Send anyway")
    mine.or_(asked).first.wait_for(timeout=15_000)
    if asked.count():  # the tests run at any hour, and it may be night in New York
        asked.click()
    mine.wait_for(timeout=15_000)
    outbox.deliver_due(clock=timezone.now, worker="test", limit=10)

    phone.bring_to_front()
    phone.locator(".handset__text", has_text="We do, until noon.").wait_for(timeout=15_000)
    assert Conversation.objects.for_business(business).get().bot == "paused"
