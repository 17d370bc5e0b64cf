"""The component vocabulary: what the tags write, escape and refuse."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from accounts.templatetags.rekindle import ago, badge, button, countdown, icon, initials, navigation, status_badge

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def render(source: str, **context: object) -> str:
    return Template("{% load rekindle %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in icon("phone")


def test_an_icon_with_a_label_is_read_out() -> None:
    drawn = icon("phone", label="Call")
    assert 'role="img"' in drawn and 'aria-label="Call"' in drawn and "aria-hidden" not in drawn


def test_a_badge_escapes_its_words() -> None:
    assert "&lt;b&gt;" in badge("<b>")


def test_a_badge_refuses_a_tone_without_colours() -> None:
    with pytest.raises(ValueError, match="no badge tone 'purple'"):
        badge("Odd", tone="purple")


def test_a_status_says_its_word() -> None:
    assert "Wants to book" in status_badge("intent", "booking_request")


def test_an_unknown_status_is_shown_in_its_own_words() -> None:
    shown = status_badge("campaign", "on_hold")
    assert "On hold" in shown and "badge--neutral" in shown


def test_no_status_shows_nothing() -> None:
    assert status_badge("intent", "") == ""


def test_a_button_with_an_address_is_a_link() -> None:
    assert button("Open", href="/x").startswith('<a class="button button--secondary" href="/x"')


def test_a_button_passes_attributes_on_with_hyphens() -> None:
    assert 'hx-post="/go"' in button("Go", hx_post="/go")


def test_a_button_leaves_out_what_is_none_or_false() -> None:
    drawn = button("Go", disabled=False, name=None)
    assert "disabled" not in drawn and "name" not in drawn


def test_a_button_escapes_an_attribute() -> None:
    assert 'value="&quot;&gt;"' in button("Go", value='">')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dana Ruiz", "DR"), ("dana", "D"), ("Ana María de la Cruz", "AC"), ("", "#"), ("+1 720 555 0142", "#")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(minutes=90), "1 h 30 min ago"),
        (timedelta(hours=5, minutes=10), "5 h ago"),
        (timedelta(days=1, hours=2), "1 day ago"),
        (timedelta(days=9), "9 days ago"),
        (-timedelta(hours=2), "in 2 h"),
    ],
)
def test_how_long_ago(before: timedelta, words: str) -> None:
    assert f">{words}</time>" in ago(NOW - before, NOW)


def test_no_moment_shows_nothing() -> None:
    assert ago(None, NOW) == "" and countdown(None, NOW) == ""


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (timedelta(minutes=57), "running", "57 min left"),
        (timedelta(minutes=14), "soon", "14 min left"),
        (-timedelta(minutes=12), "late", "12 min late"),
    ],
)
def test_the_response_clock(left: timedelta, state: str, words: str) -> None:
    shown = countdown(NOW + left, NOW)
    assert f"countdown--{state}" in shown and words in shown


def test_a_bubble_escapes_what_a_contact_wrote() -> None:
    shown = render("{% bubble author='contact' %}{{ body }}{% endbubble %}", body="<script>1</script>")
    assert "&lt;script&gt;1&lt;/script&gt;" in shown and "<script>" not in shown


def test_a_blocked_bubble_asks_why_it_was_not_sent() -> None:
    assert "Why was this not sent?" in render(
        "{% bubble author='campaign' status='blocked' why='/e' %}Hi{% endbubble %}"
    )


def test_a_delivered_bubble_needs_no_badge() -> None:
    shown = render("{% bubble author='member' status='delivered' %}Hi{% endbubble %}")
    assert "Delivered" in shown and "badge" not in shown


def test_page_actions_are_not_escaped_twice() -> None:
    assert '<a class="button' in render("{% page_header title='X' %}{% button 'Go' href='/' %}{% endpage_header %}")


def test_there_is_no_navigation_outside_a_business() -> None:
    assert navigation(Context({}), "sidebar")["items"] == []


def test_the_navigation_shows_only_pages_that_exist(settings: object) -> None:
    request = SimpleNamespace(business=SimpleNamespace(slug="north"), urlconf=None)
    settings.ROOT_URLCONF = "tests.accounts.navigation_urls"  # type: ignore[attr-defined]
    shown = navigation(Context({"request": request, "nav": {"current": "today", "needs_you": 3}}), "tabbar")["items"]
    assert [(item["label"], item["current"]) for item in shown] == [("Today", True), ("Inbox", False)]
