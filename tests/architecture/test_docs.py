"""Docs that cannot rot: commands, folders and facts they name exist."""

from __future__ import annotations

import dataclasses
import importlib
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from accounts.work import Fact

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "contacts", "conversations", "reactivation", "notifications", "config", "bench")
EVENTS = ("contacts.events", "conversations.events")


def facts() -> list[type[Fact]]:
    modules = [importlib.import_module(name) for name in EVENTS]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return [value for value in found if issubclass(value, Fact) and value is not Fact]


@pytest.mark.parametrize("name", APPS)
def test_every_app_has_a_readme(name: str) -> None:
    assert len((ROOT / name / "README.md").read_text(encoding="utf-8")) > 200


@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_every_command_in_a_document_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    assert named <= set(get_commands()), named - set(get_commands())


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_file_in_a_document_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_A-Z.]*)`", text) + re.findall(r"\]\(([^)#]+)\)", text)
    missing = [name for name in named if "<" not in name and not (ROOT / name).exists() and "*" not in name]
    assert not [name for name in missing if not name.startswith("var/")]


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: fact.__name__)
def test_every_field_of_a_fact_is_documented(fact: type[Fact]) -> None:
    own = [field.name for field in dataclasses.fields(fact) if field.name != "business_id"]
    undocumented = [name for name in own if not re.search(rf"\b{name}s?\b", fact.__doc__ or "")]
    assert not undocumented


@pytest.mark.parametrize("script", ["script/server", "script/test", ".ci/run"])
def test_every_script_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
