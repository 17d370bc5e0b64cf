"""The words that may be said: the owner's newest version, each kept, none that cannot be sent."""

from __future__ import annotations

import pytest

from conversations import approved_copy
from conversations.approved_copy import CopyRefused, edit_copy, find_wording, seed_copy
from conversations.models import ApprovedCopy
from tests.cast import Cast
from tests.factories import NOW


def text_of(cast: Cast, key: str = "call_me", language: str = "en") -> str:
    wording = find_wording(cast.business, key=key, language=language)
    return wording.text if wording else ""


def test_before_any_edit_the_words_that_ship_are_said(cast: Cast) -> None:
    assert text_of(cast) == "Of course. What time of day is best for a call?"


def test_an_edit_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    for words in ("When may we call?", "What is a good time to call?"):
        edit_copy(cast.business, key="call_me", text=words, member=cast.owner, now=NOW)
    rows = ApprovedCopy.objects.for_business(cast.business).order_by("version")
    assert [(row.version, row.is_current) for row in rows] == [(1, False), (2, True)]
    assert text_of(cast) == "What is a good time to call?"


def test_saying_the_same_again_is_no_new_version(cast: Cast) -> None:
    first = edit_copy(cast.business, key="call_me", text="When may we call?", member=cast.owner, now=NOW)
    assert edit_copy(cast.business, key="call_me", text=" When may  we call? ", member=cast.owner, now=NOW) == first


def test_the_neighbour_keeps_its_own_words(cast: Cast) -> None:
    edit_copy(cast.business, key="call_me", text="When may we call?", member=cast.owner, now=NOW)
    wording = find_wording(cast.neighbour, key="call_me")
    assert wording is not None and wording.version == "call_me/en/sms/v0"


def test_a_language_without_words_has_none(cast: Cast) -> None:
    assert text_of(cast, language="pl") == ""


@pytest.mark.parametrize(
    ("key", "words", "sentence"),
    [
        ("call_me", "  ", "Write the words first"),
        ("call_me", "Hi {{ nickname }}", "no field called nickname"),
        ("call_me", "Hi {{ first_name", "not closed"),
        ("call_me", "x" * 400, "longer than two text messages"),
        ("nothing_of_ours", "Hello", "no message of this name"),
        ("opt_out_confirmation", "Sorry to see you go! 20 % off?", "may only confirm"),
    ],
)
def test_words_that_cannot_be_approved_are_refused_with_a_sentence(
    cast: Cast, key: str, words: str, sentence: str
) -> None:
    with pytest.raises(CopyRefused, match=sentence):
        edit_copy(cast.business, key=key, text=words, member=cast.owner, now=NOW)


def test_a_new_business_gets_its_own_first_versions_once(cast: Cast) -> None:
    added = seed_copy(cast.business, now=NOW)
    assert added == len(approved_copy.keys()) - len(approved_copy.FIXED)
    assert seed_copy(cast.business, now=NOW) == 0


def test_the_fields_are_filled_from_contact_and_business(cast: Cast) -> None:
    wording = find_wording(cast.business, key="positive")
    assert wording is not None
    assert "Maria" in approved_copy.fill(wording, business=cast.business, contact=cast.contact)
