"""Reading opt-outs: tables of what people say, and what holds for any message.

Every file tests/data/held_out/optout*.jsonl has been learnt from and says nothing any more about rows that nobody has
seen; how to measure those is in tests/data/held_out/README.md.
"""

import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading.optout import OptOutReading, OptOutScope, OptOutVerdict, read_opt_out
from conversations.reading.optout_real_words import MENDED, REAL_WORDS
from conversations.reading.optout_spelling import NEAR, mended

TABLES = Path(__file__).parent / "optout"


def _table(name: str) -> list[str]:
    return (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _verdict(text: str, channel: str = "sms") -> OptOutVerdict:
    return read_opt_out(text, channel=channel).verdict


@pytest.mark.parametrize("text", _table("said") + _table("said_elsewhere") + _table("said_cold"))
def test_asking_that_contact_stop_is_an_opt_out(text: str) -> None:
    assert _verdict(text) is OptOutVerdict.OPT_OUT


@pytest.mark.parametrize("text", _table("lookalikes") + _table("lookalikes_elsewhere") + _table("lookalikes_cold"))
def test_words_that_only_look_like_it_are_no_opt_out(text: str) -> None:
    assert _verdict(text) is not OptOutVerdict.OPT_OUT


@pytest.mark.parametrize("text", _table("doubtful"))
def test_what_a_reasonable_person_would_doubt_is_suspected(text: str) -> None:
    assert _verdict(text) is OptOutVerdict.SUSPECTED


def test_suspicion_is_rare_among_ordinary_replies() -> None:
    replies = _table("lookalikes") + _table("lookalikes_elsewhere") + _table("lookalikes_cold")
    suspected = [text for text in replies if _verdict(text) is OptOutVerdict.SUSPECTED]
    assert len(suspected) < len(replies) / 100


SMALL_TALK_BEFORE = [
    "hey so ",
    "ok listen ",
    "good morning ",
    "yeah hi there ",
    "wrong number ",
    "uh ",
    "we moved ",
    "nah ",
]
SMALL_TALK_AFTER = [
    " thanks bye",
    " ok",
    " have a good day",
    " i mean it",
    " god bless",
    " thx",
    " been asking for weeks",
]


def _with_a_slip(text: str, chance: Random) -> str:
    """Misspell one word as fingers do: a letter lost, swapped, doubled, or the next key hit."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    if not places:
        return text
    place = chance.choice(places)
    word, at = words[place], chance.randrange(1, len(words[place]) - 1)
    other = chance.choice(NEAR.get(word[at].lower(), word[at]))
    spellings = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] + word[at:],
        word[:at] + other + word[at + 1 :],
    ]
    words[place] = chance.choice(spellings)
    return " ".join(words)


def _share_found(texts: list[str]) -> float:
    return sum(_verdict(text) is OptOutVerdict.OPT_OUT for text in texts) / len(texts)


def _sentences() -> list[str]:
    return [text for text in _table("said") if text.isascii() and len(text.split()) > 2]


def test_a_slip_in_one_word_hides_few_opt_outs() -> None:
    chance = Random(7)
    assert _share_found([_with_a_slip(text, chance) for text in _sentences()]) >= 0.95


def test_small_talk_around_it_hides_few_opt_outs() -> None:
    chance = Random(7)
    texts = [chance.choice(SMALL_TALK_BEFORE) + text + chance.choice(SMALL_TALK_AFTER) for text in _sentences()]
    assert _share_found(texts) >= 0.95


def test_leaving_out_punctuation_hides_few_opt_outs() -> None:
    kept = " '@"
    texts = ["".join(sign for sign in text.lower() if sign.isalnum() or sign in kept) for text in _sentences()]
    assert _share_found(texts) >= 0.98


def test_capitals_hide_no_opt_out() -> None:
    assert _share_found([text.upper() for text in _sentences()]) >= 0.999


def test_everyday_words_are_never_mended() -> None:
    assert [word for word in sorted(REAL_WORDS) if mended(word)] == []
    assert not REAL_WORDS & set(MENDED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("sotp", "stop"), ("rwmove", "remove"), ("harrasing", "harassing"), ("shop", None), ("zzzzz", None)],
)
def test_a_slip_is_mended_into_the_likeliest_word(typed: str, meant: str | None) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "word", ["stop", "STOPALL", "Unsubscribe", "cancel", "END", "quit", "revoke", "OptOut", "opt out"]
)
def test_a_keyword_alone_is_an_opt_out_by_keyword(word: str) -> None:
    reading = read_opt_out(f" {word}! ")
    assert (reading.verdict, reading.by_keyword) == (OptOutVerdict.OPT_OUT, True)


def test_free_words_are_not_by_keyword_and_say_what_decided() -> None:
    reading = read_opt_out("Wrong number. Please take me off your list")
    assert not reading.by_keyword
    assert "take me off" in reading.matched
    assert reading.matched in reading.why


@pytest.mark.parametrize(
    ("text", "channel", "scope"),
    [
        ("stop", "sms", OptOutScope.CHANNEL),
        ("stop texting me", "sms", OptOutScope.CHANNEL),
        ("stop emailing me", "sms", OptOutScope.EMAIL),
        ("unsubscribe me from these emails", "email", OptOutScope.EMAIL),
        ("please stop texting me", "email", OptOutScope.TEXT),
        ("never contact me again", "sms", OptOutScope.ALL),
    ],
)
def test_the_scope_is_the_channel_that_is_named(text: str, channel: str, scope: OptOutScope) -> None:
    assert read_opt_out(text, channel=channel).scope is scope


BEFORE = st.sampled_from(["", "hey ", "Hi, ", "please ", "ok ", "PLEASE ", "sorry, ", "ugh ", "Thanks but ", "no. "])
AFTER = st.sampled_from(["", " please", " thanks", ". Thank you", "!!", "...", " asap", " immediately", " 🙏", "\n"])
CLEAR = st.sampled_from(
    [
        "stop texting me",
        "take me off your list",
        "remove me",
        "unsubscribe",
        "leave me alone",
        "do not contact me",
        "no more texts",
    ]
)


@given(before=BEFORE, said=CLEAR, after=AFTER, loud=st.booleans())
def test_politeness_case_and_punctuation_never_hide_an_opt_out(before: str, said: str, after: str, loud: bool) -> None:
    text = before + said + after
    assert _verdict(text.upper() if loud else text) is OptOutVerdict.OPT_OUT


@given(said=CLEAR, spaces=st.lists(st.sampled_from([" ", "  ", "\t", "\n", "\u00a0"]), min_size=6, max_size=6))
def test_white_space_never_hides_an_opt_out(said: str, spaces: list[str]) -> None:
    words = said.split()
    text = "".join(word + space for word, space in zip(words, spaces, strict=False))
    assert _verdict(text) is OptOutVerdict.OPT_OUT or "\n" in text.strip()


@given(text=st.text(max_size=400), channel=st.sampled_from(["sms", "whatsapp", "email", "webchat"]))
def test_any_text_is_read_without_an_error(text: str, channel: str) -> None:
    assert isinstance(read_opt_out(text, channel=channel), OptOutReading)


@pytest.mark.parametrize(
    "piece",
    [
        "stop ",
        "do not ",
        "the message ",
        "a",
        "s.t.o.p ",
        "please ",
        "i want ",
        "any of the ",
        "remove all of my ",
        "take off the number ",
        "no more of these ",
        "🛑",
        "(",
        "&",
    ],
)
def test_the_work_grows_with_the_length_of_a_message_and_not_its_square(piece: str) -> None:
    short, long = (_calls_to_read(piece * (length // len(piece))) for length in (2_000, 8_000))
    assert long <= 5 * short + 1_000


def _calls_to_read(text: str) -> int:
    """How many functions a reading calls, the same on every machine; bench/reading.py has the time."""
    read_opt_out(text)
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_opt_out(text)
    finally:
        sys.setprofile(before)
    return calls
