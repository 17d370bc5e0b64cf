"""``manage.py evaluate``: metrics on labelled rows, without database, network or configuration."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from conversations.reading.evaluation import evaluate_lines

INTENTS = [
    {"text": "wrong number", "label": "wrong_number", "accept": [], "channel": "sms", "extra": 1},
    {"text": "how much is it?", "label": "question", "accept": ["pricing_question"], "channel": "sms"},
    {"text": "driving", "label": "positive", "channel": "sms"},
]


def write_rows(path: Path, rows: list[Any]) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return str(path)


def run(*arguments: str) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("evaluate", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        return out.getvalue(), err.getvalue(), int(str(stop.code))
    return out.getvalue(), err.getvalue(), 0


def test_intent_prints_the_metric_names_as_json(tmp_path: Path) -> None:
    out, _, status = run("intent", write_rows(tmp_path / "rows", INTENTS), "--json")
    metrics = json.loads(out)
    assert status == 0
    assert {"accuracy", "macro_recall", "per_label", "confusion", "ms_per_row", "n"} <= set(metrics)
    assert (metrics["accuracy"], metrics["n"]) == (0.6667, 3)


def test_an_accepted_label_counts_for_its_own_label(tmp_path: Path) -> None:
    metrics = json.loads(run("intent", write_rows(tmp_path / "rows", INTENTS), "--json")[0])
    assert metrics["per_label"]["question"]["recall"] == 1.0
    assert metrics["confusion"]["positive"] == {"busy": 1}


def test_wrong_rows_are_written_with_the_answer(tmp_path: Path) -> None:
    out = tmp_path / "wrong.jsonl"
    run("intent", write_rows(tmp_path / "rows", INTENTS), "--mismatches", str(out))
    assert [json.loads(line)["answered"] for line in out.read_text().splitlines()] == ["busy"]


def test_a_bad_row_is_named_by_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "rows", [INTENTS[0], "not json", {"text": 5}])
    out, err, status = run("intent", rows, "--json")
    assert (status, json.loads(out)["n"]) == (1, 1)
    assert "Line 2 " in err and "Line 3 " in err


def test_opt_out_prints_recall_and_false_positives_with_intervals(tmp_path: Path) -> None:
    rows = [{"text": "stop", "opt_out": True}, {"text": "stop by at 3", "opt_out": False}]
    metrics = json.loads(run("optout", write_rows(tmp_path / "rows", rows), "--json")[0])
    assert (metrics["recall"], metrics["false_positive_rate"], metrics["recall_n"]) == (1.0, 0.0, 1)
    assert metrics["recall_interval"][1] == 1.0


def test_segments_compares_encoding_and_count() -> None:
    rows = [{"body": "x", "encoding": "GSM-7", "segments": 1}, {"body": "ó", "encoding": "GSM-7", "segments": 1}]
    evaluation = evaluate_lines("segments", map(json.dumps, rows), read_intent=lambda text, channel: "")
    assert evaluation.metrics["accuracy"] == 0.5


def test_auto_reply_reads_whole_messages() -> None:
    rows = [
        {"raw": "Auto-Submitted: auto-replied\nSubject: x\n\naway", "is_auto": True},
        {"raw": "Subject: Re: hi\n\nYes please", "is_auto": False},
    ]
    evaluation = evaluate_lines("auto_reply", map(json.dumps, rows), read_intent=lambda text, channel: "")
    assert (evaluation.metrics["recall"], evaluation.metrics["false_positive_rate"]) == (1.0, 0.0)


def test_standard_input_is_read_for_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(INTENTS[0])))
    assert json.loads(run("intent", "-", "--json")[0])["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense", "-"], "no task called"),
        (["intent", "-", "--engine", "openai"], "not configured"),
        (["intent", "missing.jsonl"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_says_so_in_a_sentence(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words) as problem:
        call_command("evaluate", *arguments)
    assert problem.value.returncode == 2


def test_the_table_shows_rates_with_their_count(tmp_path: Path) -> None:
    out, _, _ = run("intent", write_rows(tmp_path / "rows", INTENTS))
    assert "accuracy" in out and "95 % interval" in out and "positive read as busy: 1" in out
