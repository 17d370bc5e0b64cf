"""WCAG 2.2 AA contrast of the colour roles in static/css/tokens.css, in both themes."""

import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text()
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)", 1)
TONES = ("neutral", "hot", "good", "warn", "bad", "info", "assistant")
SURFACES = ("bg", "surface", "sunken", "selected")
BUBBLES = ("contact", "assistant", "campaign", "member", "system")

TEXT_PAIRS = [
    *((text, surface) for text in ("text", "text-2", "text-3", "accent") for surface in SURFACES),
    *(("text", f"bubble-{author}") for author in BUBBLES),
    *((f"{tone}-text", background) for tone in TONES for background in (f"{tone}-tint", "surface", "bg")),
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
    ("on-danger", "danger-fill"),
    ("on-danger", "danger-fill-hover"),
]
UI_PAIRS = [
    *((control, surface) for control in ("control", "focus") for surface in SURFACES),
    *((f"{tone}-fill", surface) for tone in TONES for surface in ("surface", "sunken")),
    ("accent-fill", "surface"),
    ("accent-fill", "sunken"),
    ("danger-fill", "surface"),
]


def read_roles(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*#([0-9a-f]{6});", css))


ROLES = {"light": read_roles(LIGHT), "dark": read_roles(LIGHT) | read_roles(DARK)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it, from six hex digits."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ROLES)
@pytest.mark.parametrize(("text", "background"), TEXT_PAIRS)
def test_text_can_be_read(theme: str, text: str, background: str) -> None:
    assert contrast(ROLES[theme][text], ROLES[theme][background]) >= 4.5


@pytest.mark.parametrize("theme", ROLES)
@pytest.mark.parametrize(("part", "background"), UI_PAIRS)
def test_controls_and_drawings_can_be_seen(theme: str, part: str, background: str) -> None:
    assert contrast(ROLES[theme][part], ROLES[theme][background]) >= 3


def test_both_themes_name_the_same_roles() -> None:
    light = set(read_roles(LIGHT))
    assert light - set(read_roles(DARK)) == set()
