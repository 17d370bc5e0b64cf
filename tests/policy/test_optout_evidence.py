"""Weighing evidence where the opt-out grammar recognises no act: tables, figures, and what holds for any message."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading.optout import OptOutVerdict, read_opt_out
from conversations.reading.optout_evidence import describe, read_table, weigh_evidence
from conversations.reading.optout_evidence_words import CLASSES, LABELS
from conversations.reading.optout_features import features_of
from conversations.reading.optout_text import read_sentence

TABLES = Path(__file__).parent / "optout"
HELD_OUT = Path(__file__).parent.parent / "data/held_out"
BURNT = [
    *(f"optout{number}.jsonl" for number in ("", "_2", "_3", "_4", "_5", "_6")),
    "optout_dev2.jsonl",
    "optout_material.jsonl",
]
UNTAUGHT = [
    "please no sending more sms to me thank u",
    "Not wanting anymore messages thx",
    "This number is for family only. Please don't text it.",
    "set my preferences to no messages at all",
    "mark my account no contact",
    "how can i make it so you dont text me",
    "whats the word i have to type so this goes away",
    "Thats the last one I want to see from you guys",
    "is there a link to get off this",
]
ORDINARY = [
    "please don't text before 9, call instead",
    "how do i stop the drain from leaking",
    "set my preferences to text only",
    "I'll text you when I'm ready",
    "you can text me after 5",
    "no more leaks please lol",
    "please don't stop the reminders",
    "wrong number, sorry",
    "cancel my appointment on friday",
    "how do I get debt collectors to stop calling me",
]


def _table(name: str) -> list[str]:
    return (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _verdict(text: str) -> OptOutVerdict:
    return read_opt_out(text).verdict


def _rows() -> list[tuple[str, bool, str]]:
    lines = [line for name in BURNT for line in (HELD_OUT / name).read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["opt_out"], row["channel"]) for row in map(json.loads, lines)]


@pytest.mark.parametrize("text", UNTAUGHT)
def test_what_no_rule_speaks_of_is_an_opt_out_by_its_evidence(text: str) -> None:
    assert _verdict(text) is OptOutVerdict.OPT_OUT


@pytest.mark.parametrize("text", ORDINARY)
def test_signs_of_another_matter_outweigh_a_no(text: str) -> None:
    assert _verdict(text) is OptOutVerdict.NONE


def test_nearly_all_cold_opt_outs_are_stopped_or_looked_at() -> None:
    said = _table("evidence_said")
    verdicts = [_verdict(text) for text in said]
    assert verdicts.count(OptOutVerdict.OPT_OUT) >= 0.90 * len(said)
    assert verdicts.count(OptOutVerdict.NONE) <= 0.03 * len(said)


def test_evidence_alone_stops_no_cold_look_alike() -> None:
    stopped = [text for text in _table("evidence_lookalikes") if "evidence" in read_opt_out(text).why]
    assert sum(_verdict(text) is OptOutVerdict.OPT_OUT for text in stopped) == 0


def test_recall_and_false_alarms_hold_on_the_known_rows() -> None:
    rows = [(read_opt_out(text, channel=channel).verdict, wanted) for text, wanted, channel in _rows()]
    yes = [verdict is OptOutVerdict.OPT_OUT for verdict, wanted in rows if wanted]
    no = [verdict is OptOutVerdict.OPT_OUT for verdict, wanted in rows if not wanted]
    assert sum(yes) / len(yes) >= 0.985
    assert sum(no) / len(no) <= 0.005


def test_suspicion_stays_under_one_and_a_half_percent_of_ordinary_replies() -> None:
    verdicts = [read_opt_out(text, channel=channel).verdict for text, wanted, channel in _rows() if not wanted]
    assert verdicts.count(OptOutVerdict.SUSPECTED) < 0.015 * len(verdicts)


def test_the_reason_names_the_strongest_cues() -> None:
    why = read_opt_out("Not wanting anymore messages thx").why
    assert "evidence: " in why
    assert "a not" in why or "“" in why


def test_every_weight_can_be_said_in_words() -> None:
    assert all(describe(found) for found in read_table().weights)
    assert CLASSES.keys() <= LABELS.keys()


def test_the_limits_are_in_order() -> None:
    table = read_table()
    assert table.dropped_below < table.kept_from < table.suspected_from < table.sure_from <= table.confirmed_from


def test_kinds_stand_together_within_a_few_words_of_one_clause() -> None:
    near = features_of(read_sentence("no more of the texts"))
    far = features_of(read_sentence("no. I have a big dog here. texts"))
    assert "e NO NOUN" in near
    assert "e NO NOUN" not in far


def test_an_act_falls_where_everything_else_speaks_against_it() -> None:
    assert (
        _verdict("enough is enough, that rattle is back AGAIN after two visits. Fix it right")
        is not OptOutVerdict.OPT_OUT
    )


@pytest.mark.parametrize("beside", ["the rash is back and it itches", "see you on monday at 9 for the cleaning"])
def test_an_act_that_is_a_sentence_by_itself_stands_beside_any_other_matter(beside: str) -> None:
    assert _verdict(f"{beside}. Stop texting me.") is OptOutVerdict.OPT_OUT
    assert _verdict(f"Take me off your list. {beside}") is OptOutVerdict.OPT_OUT


@pytest.mark.parametrize(
    "quote",
    [
        "\n\nOn Mon, Apr 6, 2026 Crest Auto wrote:\n> Unsubscribe here",
        "\n\n-----Original Message-----\nReply STOP to stop",
    ],
)
def test_our_own_footer_quoted_below_a_reply_is_nobodys_opt_out(quote: str) -> None:
    assert read_opt_out("Sounds good, see you Friday" + quote, channel="email").verdict is OptOutVerdict.NONE
    assert read_opt_out("Please stop emailing me" + quote, channel="email").verdict is OptOutVerdict.OPT_OUT


@given(text=st.text(max_size=300))
def test_any_text_is_weighed_without_an_error(text: str) -> None:
    assert isinstance(weigh_evidence(read_sentence(text)).score, float)


@given(
    said=st.sampled_from(UNTAUGHT[:-1]),
    after=st.sampled_from(["", " thanks", ". Thank you", "!!", "...", " please", " 🙏"]),
    loud=st.booleans(),
)
def test_courtesy_case_and_punctuation_never_hide_it(said: str, after: str, loud: bool) -> None:
    text = said + after
    assert _verdict(text.upper() if loud else text) is not OptOutVerdict.NONE
