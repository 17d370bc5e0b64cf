"""The checks name what is missing, and nothing where all is well."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from conversations import checks
from conversations.approved_copy import OWNERS_ONLY, default_text
from conversations.assistant.plans import OPEN_ISSUE, plan_answer
from conversations.assistant.triage_rules import Intent, TriageReading


def test_all_needed_words_ship() -> None:
    assert checks.check_words(None) == []


def test_missing_words_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "default_text", lambda key, language: "" if key == "clarify" else "words")
    [found] = checks.check_words(None)
    assert found.id == "conversations.E001" and "clarify" in found.msg


def test_live_texts_need_an_address_that_can_be_called(settings: Any) -> None:
    settings.SENDING, settings.PUBLIC_URL = "live", "http://localhost:8000"
    assert [found.id for found in checks.check_public_address(None)] == ["conversations.W001"]
    settings.PUBLIC_URL = "https://texts.example.com"
    assert checks.check_public_address(None) == []


def plans() -> set[str]:
    found = set()
    for intent, standing, clarified, qualified, knows in product(
        Intent, ("new", OPEN_ISSUE), (True, False), (True, False), (True, False)
    ):
        for confidence in (0.1, 0.9):
            plan = plan_answer(
                TriageReading(intent, confidence),
                standing=standing,
                clarified_before=clarified,
                qualified=qualified,
                knows_price=knows,
            )
            found.add(plan.copy_key or "")
    return found - {""}


@pytest.mark.parametrize("key", sorted(plans()))
def test_whatever_is_planned_has_words_or_the_owner_gives_them(key: str) -> None:
    assert key in OWNERS_ONLY or (key in checks.NEEDED and default_text(key, "en"))
