"""A time of day and a time zone are written in one way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone

from accounts.clock import STYLES, say_time
from accounts.zones import UNITED_STATES, name_zone, zone_choices

ROOT: Path = settings.BASE_DIR
MOMENT = datetime(2026, 11, 24, 23, 50, tzinfo=UTC)
# Django's letters for hours, minutes and whole times inside a format; and Python's for a twelve-hour clock.
IN_TEMPLATES = re.compile(r"\|time\b|(?:\|date:|% now )\"[^\"]*[gGhHiPfs][^\"]*\"|[ap]\.m\.")
IN_CODE = re.compile(r"%-?I|%p\b|\bg:i|[ap]\.m\.")
CODE = [
    path
    for app in ("accounts", "contacts", "conversations", "reactivation", "notifications", "config")
    for path in (ROOT / app).rglob("*.py")
    # Words that people write are read in every spelling.
    if path != ROOT / "accounts/clock.py" and "triage" not in path.name and "reading" not in path.parts
]


def draw(source: str, **values: object) -> str:
    with timezone.override(ZoneInfo("America/New_York")):
        return Template("{% load rekindle tz %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ at|clock }}", "6:50 pm"),
        ('{{ at|clock:"weekday" }}', "Tuesday, 6:50 pm"),
        ('{{ at|clock:"full" }}', "24 November 2026, 6:50 pm"),
        ('{{ at|timezone:"Asia/Tokyo"|clock }}', "8:50 am"),
        ("{{ nothing|clock }}", ""),
    ],
)
def test_a_time_is_written_by_the_clock_of_the_page(source: str, words: str) -> None:
    assert draw(source, at=MOMENT, nothing=None) == words


@pytest.mark.parametrize(("hour", "words"), [(0, "12:05 am"), (11, "11:05 am"), (12, "12:05 pm"), (23, "11:05 pm")])
def test_midnight_is_twelve_am_and_noon_twelve_pm(hour: int, words: str) -> None:
    assert say_time(datetime(2026, 1, 1, hour, 5)) == words


def test_every_style_ends_with_the_time() -> None:
    assert all(say_time(MOMENT, style).endswith(("11:50 pm", "11:50:00 pm")) for style in STYLES)


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_no_template_writes_a_time_in_another_way(path: Path) -> None:
    assert not IN_TEMPLATES.findall(path.read_text()), "Use the filter clock."


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.stem)
def test_no_code_writes_a_time_in_another_way(path: Path) -> None:
    assert not IN_CODE.findall(path.read_text()), "Use accounts.clock."


def test_the_zones_of_the_united_states_come_first_with_plain_names() -> None:
    groups = zone_choices()
    assert groups[0] == ("United States", list(UNITED_STATES.items()))
    assert groups[0][1][0] == ("America/New_York", "Eastern — New York")


def test_every_zone_is_offered_once() -> None:
    offered = [zone for _, zones in zone_choices() for zone, _ in zones]
    assert len(offered) == len(set(offered))
    assert {"Europe/Berlin", "America/Indiana/Indianapolis", "Asia/Tokyo"} <= set(offered)


def test_a_zone_in_an_old_spelling_stays_choosable() -> None:
    assert ("US", [("US/Eastern", "Eastern")]) in zone_choices("US/Eastern")


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Europe/Berlin", "Berlin"), ("America/Indiana/Indianapolis", "Indianapolis, Indiana"), ("UTC", "UTC")],
)
def test_a_zone_elsewhere_has_the_name_of_its_place(zone: str, name: str) -> None:
    assert name_zone(zone) == name
