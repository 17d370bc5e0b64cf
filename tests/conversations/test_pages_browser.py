"""In a browser: news appears by itself, and nothing typed is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations import handoff, inbox
from conversations.models import Conversation
from tests.cast import Cast
from tests.conversations.inbound import text

playwright = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    # Playwright keeps an event loop in this thread; Django would take it for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def talk(committed_cast: Cast) -> Conversation:
    inbox.receive(committed_cast.account, text("How soon could someone come?"), now=timezone.now())
    return Conversation.objects.for_business(committed_cast.business).select_related("contact", "business").get()


@pytest.fixture
def desk(browser: Any, live_server: Any, committed_cast: Cast, talk: Conversation) -> Iterator[Any]:
    yield from _open(browser, live_server, committed_cast, talk, width=1280, height=800)


@pytest.fixture
def phone(browser: Any, live_server: Any, committed_cast: Cast, talk: Conversation) -> Iterator[Any]:
    yield from _open(browser, live_server, committed_cast, talk, width=390, height=844)


@pytest.fixture
def plain(browser: Any, live_server: Any, committed_cast: Cast, talk: Conversation) -> Iterator[Any]:
    """A browser without script."""
    yield from _open(browser, live_server, committed_cast, talk, width=1024, height=768, java_script_enabled=False)


def _open(
    browser: Any, live_server: Any, cast: Cast, talk: Conversation, *, width: int, height: int, **options: Any
) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=live_server.url, **options)
    cookie = cast.client(cast.agent).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(reverse("conversation", args=[cast.business.slug, talk.pk]))
    yield page
    context.close()
    assert problems == []


def test_a_new_message_appears_by_itself_and_the_typed_words_stay(desk: Any, committed_cast: Cast) -> None:
    desk.fill("#compose", "We can be there at")
    desk.focus("#compose")
    inbox.receive(committed_cast.account, text("Hello?"), now=timezone.now())
    desk.get_by_text("Hello?").first.wait_for()
    assert desk.input_value("#compose") == "We can be there at"
    assert desk.evaluate("document.activeElement.id") == "compose"


def test_a_draft_note_in_the_panel_survives_the_news(desk: Any, committed_cast: Cast) -> None:
    desk.fill("#note", "Has a dog")
    inbox.receive(committed_cast.account, text("Hello again"), now=timezone.now())
    desk.get_by_text("Hello again").first.wait_for(timeout=15_000)
    assert desk.input_value("#note") == "Has a dog"


def test_the_counter_in_the_navigation_follows(desk: Any, talk: Conversation) -> None:
    now = timezone.now()
    handoff.open_handoff(talk, reason="hot_lead", priority="hot", due=now, now=now)
    desk.locator(".sidebar .nav-needs-you", has_text="1").wait_for(timeout=15_000)


def test_a_text_is_sent_without_a_reload(desk: Any) -> None:
    desk.evaluate("window.stayed = true")
    desk.fill("#compose", "At four?")
    desk.keyboard.press("Control+Enter")
    mine, asked = desk.locator("#thread-messages .bubble--member"), desk.get_by_role("button", name="Send anyway")
    mine.or_(asked).first.wait_for(timeout=15_000)
    if asked.count():  # the tests run at any hour, and it may be night in New York
        asked.click()
    mine.wait_for(timeout=15_000)
    assert desk.evaluate("window.stayed")


def test_on_a_phone_one_goes_from_list_to_thread_to_details_and_back(phone: Any) -> None:
    phone.get_by_role("link", name="Details").click()
    phone.get_by_text("May we write?").wait_for()
    phone.get_by_role("link", name="Back to the conversation").click()
    phone.get_by_role("link", name="All conversations").click()
    phone.get_by_role("link", name="Maria").click()
    phone.locator("#compose").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_stop_messaging_asks_once_by_name(phone: Any) -> None:
    phone.get_by_role("link", name="Stop messaging").click()
    dialog = phone.get_by_role("dialog")
    assert "Maria gets no more messages" in dialog.inner_text()
    dialog.get_by_label("What was said, and where").fill("On the phone")
    dialog.get_by_role("button", name="Stop messaging").click()
    phone.get_by_role("link", name="Allow again").wait_for()


def test_without_script_one_writes_stops_and_allows_again(plain: Any) -> None:
    plain.get_by_role("textbox", name="Write a text to Maria").fill("At four?")
    plain.get_by_role("button", name="Send text").click()
    asked = plain.get_by_role("button", name="Send anyway")
    if asked.count():  # the tests run at any hour, and it may be night in New York
        asked.click()
    assert "At four?" in plain.locator(".bubble--member").inner_text()
    plain.get_by_role("link", name="Stop messaging").click()
    plain.get_by_label("What was said, and where").fill("On the phone")
    plain.get_by_role("button", name="Stop messaging").click()
    plain.get_by_role("link", name="Allow again").click()
    plain.get_by_label("Why").fill("She called back")
    plain.get_by_role("button", name="Allow again").click()
    plain.get_by_role("link", name="Stop messaging").wait_for()
