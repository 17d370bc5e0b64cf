"""The words that a carrier acts upon by itself."""

import pytest

from conversations.reading.keywords import Keyword, carrier_keyword

STOP_WORDS = [
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
    "OPTOUT",
    "ARRET",
    "ARRETER",
    "ARRETE",
    "ALTO",
    "BAJA",
] + ["opt out"]


@pytest.mark.parametrize("word", STOP_WORDS)
@pytest.mark.parametrize("shape", ["{}", " {} ", "{}.", "“{}”", "{}!!!", "\n{}\n", "- {} -"])
def test_a_stop_word_alone_is_a_keyword_in_any_dress(word: str, shape: str) -> None:
    for said in (word.lower(), word.upper(), word.title()):
        assert carrier_keyword(shape.format(said)) is Keyword.STOP


def test_an_accent_does_not_hide_a_keyword() -> None:
    assert carrier_keyword("Arrêt") is Keyword.STOP


@pytest.mark.parametrize("word", ["START", "yes", "Unstop"])
def test_start_words_are_start(word: str) -> None:
    assert carrier_keyword(word) is Keyword.START


@pytest.mark.parametrize("word", ["HELP", "info."])
def test_help_words_are_help(word: str) -> None:
    assert carrier_keyword(word) is Keyword.HELP


@pytest.mark.parametrize(
    "text", ["", "...", "stop please", "stop 2", "yes please", "the end", "sí", "стоп", "停止", "stop" * 80]
)
def test_anything_more_than_the_word_is_no_keyword(text: str) -> None:
    assert carrier_keyword(text) is None
