"""Everyday turns of phrase are no stop, and never hide one that stands beside them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading import optout_ordinary
from conversations.reading.optout import OptOutVerdict, read_opt_out
from conversations.reading.optout_ordinary import without_ordinary_talk

ORDINARY = [
    "I can't thank you enough",
    "I can’t thank you guys enough, see you in May",
    "cant text now driving",
    "Can't talk right now, at work",
    "don't text, I'm driving. Call in an hour",
    "Please text, don't call",
    "just text me dont call",
    "i accidentally texted stop, sorry about that",
    "Did I get unsubscribed? I have not heard from you",
    "I need the police report number for the lawyer",
    "the inspection report says the roof is fine",
    "my old insurance needs to be deleted from my file",
    "take my son off the account",
    "take me off the appointment list",
    "your truck is blocking my driveway",
    "how do i get rid of this stain",
    "no more coupons left?",
    "no text just call",
    "no voicemails please",
    "stop sending me to voicemail",
    "it quit",
    "It has stopped working",
    "how do I stop collectors from calling",
]
STOPS = ["stop texting me", "take me off your list", "please remove my number", "leave me alone"]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_turn_is_no_stop(text: str) -> None:
    assert read_opt_out(text).verdict is not OptOutVerdict.OPT_OUT


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize("stop", STOPS)
def test_a_stop_beside_it_stands(text: str, stop: str) -> None:
    assert read_opt_out(f"{text}. {stop}").verdict is OptOutVerdict.OPT_OUT
    assert read_opt_out(f"{stop}. {text}").verdict is OptOutVerdict.OPT_OUT


@pytest.mark.parametrize(
    "text",
    ["do not text, do not call", "dont text dont call", "Please do not text. Do not call.", "don't call or text me",
     "how do i get rid of these texts", "no more texts", "can't text here, stop it"],
)  # fmt: skip
def test_a_stop_that_looks_like_one_stands(text: str) -> None:
    assert read_opt_out(text).verdict is OptOutVerdict.OPT_OUT


@given(st.text(max_size=300))
def test_it_never_raises_and_never_adds_letters(text: str) -> None:
    assert len(without_ordinary_talk(text)) <= len(text) + 3 * text.count(" ") + 3


def test_no_turn_repeats_a_group_without_a_limit() -> None:
    """Such a group reads a long message once from each of its words: the work grows with the square of the length."""
    assert not re.search(r"\)[*+]", optout_ordinary.EVERYDAY.pattern)
