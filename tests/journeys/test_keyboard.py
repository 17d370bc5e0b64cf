"""Nobody needs a mouse: from signing in to a text that leaves, by keyboard alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contacts.models import Contact
from conversations import inbox
from conversations.channels.base import InboundText
from conversations.models import Message
from tests import factories
from tests.journeys.browsing import PASSWORD, Visitor
from tests.journeys.conftest import OURS, Shop
from tests.journeys.stack import Stack, daytime_zone, wait_for

pytestmark = pytest.mark.timeout(150)
LEAD = "+12125550141"
MOST_TABS = 60


def tab_to(desk: Visitor, name: str) -> None:
    """Press Tab until the focus stands on what bears this name. Fails where it is never reached or not seen."""
    for _ in range(MOST_TABS):
        desk.page.keyboard.press("Tab")
        focused = desk.page.locator(":focus")
        label = focused.evaluate(
            "e => (e.labels && e.labels[0] ? e.labels[0].innerText : e.getAttribute('aria-label') || e.innerText) || ''"
        )
        if label.strip().startswith(name):
            shown = focused.evaluate("e => { const s = getComputedStyle(e); return s.outlineStyle + s.boxShadow }")
            assert shown != "nonenone", f"The focus on {name} cannot be seen."
            return
    raise AssertionError(f"Tab never came to {name}.")


@pytest.fixture
def waiting(shop: Shop) -> Contact:
    """Somebody has asked something."""
    contact = factories.make_contact(shop.business, phone=LEAD, zone=daytime_zone(), zone_set_by_hand=True)
    words = InboundText(
        provider_id="SM" + "5" * 32, to=OURS, sender=LEAD, body="Do you do boilers?", media=(),
        received_at=datetime.now(UTC), opt_out_type=None, raw={}, num_segments=1,
    )  # fmt: skip
    inbox.receive(shop.account, words, now=datetime.now(UTC))
    return contact


def test_by_keyboard_alone_one_signs_in_opens_a_conversation_and_sends(
    waiting: Contact, desk: Visitor, running: Stack, shop: Shop
) -> None:
    keys = desk.page.keyboard
    desk.page.goto("/accounts/login/")
    tab_to(desk, "Email address")
    keys.type("owner@harbor.example")
    tab_to(desk, "Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    desk.page.wait_for_url("**/b/**")
    tab_to(desk, "Conversations")
    keys.press("Enter")
    desk.page.wait_for_url("**/conversations/")
    for _ in range(MOST_TABS):
        keys.press("j")  # the list goes by j and k
        if desk.page.locator("a.list__item:focus").count():
            break
    keys.press("Enter")
    desk.page.locator("#thread-messages").wait_for()
    tab_to(desk, "Write a text to")
    keys.type("Yes, all makes. When may we look?")
    keys.press("Control+Enter")
    desk.page.locator("#thread-messages").get_by_text("Yes, all makes").wait_for()
    sent = Message.objects.for_business(shop.business).filter(author="member")
    wait_for(lambda: sent.filter(status="delivered").exists(), seconds=15, what="the text to be delivered")
    assert sent.count() == 1
