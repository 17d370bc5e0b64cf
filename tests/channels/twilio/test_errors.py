"""The table of Twilio's error codes."""

import pytest

from conversations.channels.base import ErrorGuide, ErrorMeaning, ErrorScope
from conversations.channels.twilio.errors import GUIDES, find_guide

COMPLIANCE = (
    "20429 21211 21408 21610 21611 21614 21635 30001 30003 30004 30005 30006 30007 30008 30024 30034 30450 63014 63016"
)


@pytest.mark.parametrize("code", COMPLIANCE.split())
def test_every_code_that_the_rules_speak_of_is_known(code: str) -> None:
    assert find_guide(code).meaning != ErrorMeaning.UNKNOWN or code == "30008"


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_every_row_speaks_in_whole_sentences(guide: ErrorGuide) -> None:
    assert guide.sentence.endswith(".") and guide.advice.endswith(".")
    assert not any(character.isdigit() for character in guide.code) or guide.code not in guide.sentence


@pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)
def test_what_concerns_sender_or_account_never_condemns_the_message(guide: ErrorGuide) -> None:
    assert not (guide.permanent and guide.scope in (ErrorScope.SENDER, ErrorScope.ACCOUNT))


@pytest.mark.parametrize("code", ["21610", "63014"])
def test_an_opt_out_is_for_good_and_about_the_person(code: str) -> None:
    guide = find_guide(code)
    assert (guide.meaning, guide.scope, guide.permanent) == (ErrorMeaning.OPTED_OUT, ErrorScope.RECIPIENT, True)


def test_an_unknown_code_claims_nothing() -> None:
    guide = find_guide("39999")
    assert (guide.meaning, guide.permanent, guide.code) == (ErrorMeaning.UNKNOWN, False, "39999")
