"""Measures how well replies are read, on labelled rows: the logic of ``manage.py evaluate``, without I/O."""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email import message_from_string
from email.header import decode_header, make_header
from email.message import Message
from typing import Any, TypeVar

from conversations.reading.autoreply import is_auto_reply
from conversations.reading.optout import OptOutVerdict, read_opt_out
from conversations.reading.segments import count_segments

Row = Mapping[str, Any]
Value = TypeVar("Value")
#: Reads one text of a channel and names its intent; handed in, since reading knows nothing of the assistant.
ReadIntent = Callable[[str, str], str]

TASKS = ("intent", "optout", "segments", "auto_reply")
LATER_TASKS = ("followup_time", "email_reply")
_95_PERCENT = 1.96


class UnknownTask(Exception):
    """The task does not exist, or not yet; the message is a sentence for people."""


class BadRow(Exception):
    """A row lacks what its task needs."""


@dataclass(frozen=True)
class Outcome:
    """One row judged: what was expected, what was answered, and whether that is right."""

    expected: str
    answered: str
    right: bool


@dataclass
class Evaluation:
    """The result of one run: metrics by name, the wrong rows, and what could not be read."""

    task: str
    metrics: dict[str, Any] = field(default_factory=dict)
    mismatches: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def evaluate_lines(task: str, lines: Iterable[str], *, read_intent: ReadIntent) -> Evaluation:
    """Judge every JSON line of ``lines`` for ``task``.

    Raises :class:`UnknownTask`. A line that cannot be read becomes a sentence in ``problems``; the rest goes on.
    """
    judge = _judge_for(task, read_intent)
    evaluation, outcomes = Evaluation(task), []
    started = time.perf_counter()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
            outcome = judge(row)
        except BadRow as problem:
            evaluation.problems.append(f"Line {number} was left out: {problem}")
            continue
        outcomes.append(outcome)
        if not outcome.right:
            evaluation.mismatches.append({**row, "answered": outcome.answered})
    evaluation.metrics = _metrics(task, outcomes, 1000 * (time.perf_counter() - started))
    return evaluation


def interval_of(right: int, total: int) -> list[float] | None:
    """The 95 % Wilson interval of a share, as [low, high]; None where there was nothing to count."""
    if not total:
        return None
    rate, z = right / total, _95_PERCENT
    middle = (rate + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(rate * (1 - rate) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return [round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)]


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise BadRow("it is not JSON.") from None
    if not isinstance(row, dict):
        raise BadRow("it is not a JSON object.")
    return row


def _judge_for(task: str, read_intent: ReadIntent) -> Callable[[Row], Outcome]:
    if task == "intent":
        return lambda row: _judge_intent(row, read_intent)
    judges: dict[str, Callable[[Row], Outcome]] = {
        "optout": _judge_opt_out,
        "segments": _judge_segments,
        "auto_reply": _judge_auto_reply,
    }
    if task in judges:
        return judges[task]
    if task in LATER_TASKS:
        raise UnknownTask(f"The task {task} is not available yet. Available are: {', '.join(TASKS)}.")
    raise UnknownTask(f"There is no task called {task}. Available are: {', '.join(TASKS)}.")


def _judge_intent(row: Row, read_intent: ReadIntent) -> Outcome:
    label = _wanted(row, "label", str)
    accepted = row.get("accept") or []
    if not isinstance(accepted, list):
        raise BadRow('"accept" must be a list.')
    answered = str(read_intent(_wanted(row, "text", str), _channel(row)))
    right = answered == label or answered in accepted
    return Outcome(label, label if right else answered, right)


def _judge_opt_out(row: Row) -> Outcome:
    expected = _wanted(row, "opt_out", bool)
    verdict = read_opt_out(_wanted(row, "text", str), channel=_channel(row)).verdict
    return _verdict(expected, verdict is OptOutVerdict.OPT_OUT)


def _judge_segments(row: Row) -> Outcome:
    expected = (_wanted(row, "encoding", str), _wanted(row, "segments", int))
    counted = count_segments(_wanted(row, "body", str))
    return Outcome(
        f"{expected[0]} {expected[1]}",
        f"{counted.encoding} {counted.count}",
        (counted.encoding, counted.count) == expected,
    )


def _judge_auto_reply(row: Row) -> Outcome:
    expected = _wanted(row, "is_auto", bool)
    mail = message_from_string(_wanted(row, "raw", str))
    headers = {name: _decoded(str(value)) for name, value in mail.items()}
    return _verdict(expected, is_auto_reply(_text_of(mail), channel="email", headers=headers))


def _verdict(expected: bool, answered: bool) -> Outcome:
    return Outcome("yes" if expected else "no", "yes" if answered else "no", expected == answered)


def _wanted(row: Row, key: str, kind: type[Value]) -> Value:
    value = row.get(key)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadRow(f'"{key}" is missing or not {_KIND_NAMES[kind]}.')
    return value


_KIND_NAMES: dict[type, str] = {str: "a text", bool: "true or false", int: "a whole number"}


def _channel(row: Row) -> str:
    channel = row.get("channel")
    return channel if isinstance(channel, str) and channel else "sms"


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeError, ValueError):
        return value


def _text_of(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload.decode("utf-8", errors="replace")
    return ""


def _metrics(task: str, outcomes: list[Outcome], milliseconds: float) -> dict[str, Any]:
    """Metrics by name; beside each rate ``<name>_n`` and ``<name>_interval``; ``n`` counts all rows."""
    if task in ("optout", "auto_reply"):
        auto = [each for each in outcomes if each.expected == "yes"]
        other = [each for each in outcomes if each.expected == "no"]
        rates = _rate("recall", sum(each.right for each in auto), len(auto))
        return {
            **rates,
            **_rate("false_positive_rate", sum(not each.right for each in other), len(other)),
            "n": len(outcomes),
        }
    metrics = {**_rate("accuracy", sum(each.right for each in outcomes), len(outcomes)), "n": len(outcomes)}
    if task == "intent":
        metrics |= _macro_recall(outcomes)
        metrics |= {"per_label": _per_label(outcomes), "confusion": _confusion(outcomes)}
        metrics["ms_per_row"] = round(milliseconds / len(outcomes), 3) if outcomes else None
    return metrics


def _rate(name: str, right: int, total: int) -> dict[str, Any]:
    rate = round(right / total, 4) if total else None
    return {name: rate, f"{name}_n": total, f"{name}_interval": interval_of(right, total)}


def _macro_recall(outcomes: list[Outcome]) -> dict[str, Any]:
    """The mean of the labels' recalls; its interval from the labels' own variances."""
    totals, right = (
        Counter(each.expected for each in outcomes),
        Counter(each.expected for each in outcomes if each.right),
    )
    if not totals:
        return {"macro_recall": None, "macro_recall_n": 0, "macro_recall_interval": None}
    recalls = {label: right[label] / total for label, total in totals.items()}
    mean = sum(recalls.values()) / len(recalls)
    variance = sum(recalls[label] * (1 - recalls[label]) / total for label, total in totals.items()) / len(totals) ** 2
    half = _95_PERCENT * math.sqrt(variance)
    interval = [round(max(0.0, mean - half), 4), round(min(1.0, mean + half), 4)]
    return {"macro_recall": round(mean, 4), "macro_recall_n": len(totals), "macro_recall_interval": interval}


def _per_label(outcomes: list[Outcome]) -> dict[str, dict[str, Any]]:
    expected = Counter(each.expected for each in outcomes)
    answered = Counter(each.answered for each in outcomes)
    right = Counter(each.expected for each in outcomes if each.right)
    return {
        label: {
            "recall": round(right[label] / expected[label], 4) if expected[label] else None,
            "precision": round(right[label] / answered[label], 4) if answered[label] else None,
            "n": expected[label],
            "recall_interval": interval_of(right[label], expected[label]),
        }
        for label in sorted(expected | answered)
    }


def _confusion(outcomes: list[Outcome]) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for (label, answered), count in sorted(Counter((each.expected, each.answered) for each in outcomes).items()):
        table.setdefault(label, {})[answered] = count
    return table
