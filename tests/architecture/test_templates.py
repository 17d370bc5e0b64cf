"""Templates and static files keep to the content security policy and to what exists."""

import re
from pathlib import Path

import lucide
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory

from accounts.templatetags.rekindle import NAVIGATION
from accounts.templatetags.statuses import KINDS, TONES

ROOT: Path = settings.BASE_DIR
# Approved copy has merge fields of its own, with a fallback in place of a filter.
COPY = ROOT / "templates/messages/answers"
TEMPLATES = sorted(
    p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"} and not p.is_relative_to(COPY)
)
PAGES = [p for p in TEMPLATES if p.suffix == ".html" and "email" not in p.stem and "messages" not in p.parts]
STYLES = sorted((ROOT / "static/css").rglob("*.css"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles(path: Path) -> None:
    assert get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_template_has_inline_styles_scripts_or_handlers(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<style\b|\sstyle=", source)
    assert not re.search(r"<[^>]*\son[a-z]+=", source)
    assert not re.search(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", source)
    assert "javascript:" not in source and "hx-on" not in source


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_icon_that_a_template_names_exists(path: Path) -> None:
    for name in re.findall(r'\bicon(?:=| )"([a-z0-9-]+)"', path.read_text()):
        assert lucide._load_icon(name) is not None


def test_every_icon_of_the_statuses_and_the_navigation_exists() -> None:
    icons = {badge.icon for kind in KINDS.values() for badge in kind.values() if badge.icon}
    icons |= {entry[3] for entry in NAVIGATION}
    assert all(lucide._load_icon(name) is not None for name in icons)


def test_every_status_has_a_tone_with_colours() -> None:
    assert {badge.tone for kind in KINDS.values() for badge in kind.values()} <= set(TONES)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_no_style_shouts_or_comes_from_elsewhere(path: Path) -> None:
    source = path.read_text()
    assert "!important" not in source
    assert "http:" not in source and "https:" not in source and "//" not in re.sub(r"/\*.*?\*/", "", source, flags=re.S)


@pytest.mark.parametrize("path", [p for p in STYLES if p.name != "index.css"], ids=name_of)
def test_every_style_belongs_to_a_layer_and_is_imported(path: Path) -> None:
    index = (ROOT / "static/css/index.css").read_text()
    assert f'@import url("{path.relative_to(ROOT / "static/css")}");' in index
    assert re.search(r"^@layer (tokens|base|layout|components|pages) \{", path.read_text(), flags=re.M)


@pytest.mark.parametrize("path", [p for p in STYLES if p.name != "tokens.css"], ids=name_of)
def test_only_the_tokens_name_colours(path: Path) -> None:
    assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,8}\b", path.read_text())


def test_every_custom_property_that_is_used_is_declared() -> None:
    declared = set(re.findall(r"(--[\w-]+):", (ROOT / "static/css/tokens.css").read_text()))
    used = {name for path in STYLES for name in re.findall(r"var\((--[\w-]+)", path.read_text())}
    assert used - declared == set()


def test_the_patterns_page_renders_without_a_business(rf: RequestFactory) -> None:
    page = get_template("patterns.html").render({}, rf.get("/"))
    assert "Wants to book" in page and 'aria-label="Tabs"' not in page


def test_the_page_for_our_own_mistakes_needs_no_context() -> None:
    assert "Something went wrong on our side" in get_template("500.html").render()
