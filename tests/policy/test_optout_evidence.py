"""Weighing evidence where the opt-out grammar recognises no act: tables, figures, and what holds for any message."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.reading.optout import OptOutVerdict, read_opt_out
from conversations.reading.optout_evidence import describe, holds, signs, weigh_evidence
from conversations.reading.optout_evidence_words import CLASSES, LABELS
from conversations.reading.optout_text import read_sentence
from conversations.reading.optout_weights import SURE_FROM, SUSPECTED_FROM, WEIGHTS

TABLES = Path(__file__).parent / "optout"
HELD_OUT = Path(__file__).parent.parent / "data/held_out"
BURNT = ["optout.jsonl", "optout_dev2.jsonl", "optout_2.jsonl", "optout_material.jsonl"]
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
    assert verdicts.count(OptOutVerdict.OPT_OUT) >= 0.87 * len(said)
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
    assert "before" in why or "with" in why


def test_every_cue_names_signs_that_have_a_label() -> None:
    assert all(describe(cue) for cue in WEIGHTS)
    assert CLASSES.keys() <= LABELS.keys()
    assert SUSPECTED_FROM < SURE_FROM


def test_signs_belong_together_within_a_few_words_of_one_clause() -> None:
    near = signs(read_sentence("no more of the texts"))
    far = signs(read_sentence("no. I have a big dog here. texts"))
    assert holds(("NO", "NOUN"), near)
    assert not holds(("NO", "NOUN"), far)
    assert holds(("NO", "&NOUN"), far)


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
