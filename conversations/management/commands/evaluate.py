"""How well does Rekindle read replies? Measured on a file of labelled rows."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from conversations.assistant.triage_rules import read_intent
from conversations.reading.evaluation import Evaluation, UnknownTask, evaluate_lines

#: What cannot be done at all, as opposed to rows that could not be read (1).
CANNOT = 2


class Command(BaseCommand):
    """``manage.py evaluate TASK FILE``: needs no database, no network and no configuration."""

    help = "Measure how well replies are read, on a file of labelled JSON lines (docs: evaluation)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", help="intent, optout, segments or auto_reply")
        parser.add_argument("file", help="JSON lines; - reads standard input")
        parser.add_argument(
            "--engine", choices=("builtin", "openai"), default="builtin", help="who reads (default: builtin)"
        )
        parser.add_argument(
            "--mismatches", metavar="OUT.jsonl", help="write each wrong row here, with what was answered"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object instead of a table"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["engine"] != "builtin":
            raise CommandError(
                "The engine openai is not configured yet; leave --engine out to use the built-in one.",
                returncode=CANNOT,
            )
        evaluation = self._evaluate(options["task"], options["file"])
        if options["mismatches"]:
            self._write_mismatches(Path(options["mismatches"]), evaluation)
        self.stdout.write(json.dumps(evaluation.metrics) if options["as_json"] else "\n".join(_table(evaluation)))
        for problem in evaluation.problems:
            self.stderr.write(problem)
        if evaluation.problems:
            sys.exit(1)

    def _evaluate(self, task: str, file: str) -> Evaluation:
        try:
            evaluate_lines(task, (), read_intent=_intent_of)  # an unknown task is said before the file is looked for
            with _opened(file) as lines:
                return evaluate_lines(task, lines, read_intent=_intent_of)
        except UnknownTask as problem:
            raise CommandError(str(problem), returncode=CANNOT) from None
        except OSError as problem:
            raise CommandError(f"The file {file} cannot be read: {problem.strerror}.", returncode=CANNOT) from None

    def _write_mismatches(self, path: Path, evaluation: Evaluation) -> None:
        try:
            path.write_text(
                "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in evaluation.mismatches), encoding="utf-8"
            )
        except OSError as problem:
            raise CommandError(
                f"The wrong rows cannot be written to {path}: {problem.strerror}.", returncode=CANNOT
            ) from None


def _intent_of(text: str, channel: str) -> str:
    return read_intent(text, channel=channel).intent.value


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    if file == "-":
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield sys.stdin
        return
    with Path(file).open(encoding="utf-8", errors="replace") as lines:
        yield lines


def _table(evaluation: Evaluation) -> Iterator[str]:
    metrics = evaluation.metrics
    yield f"{'metric':<22}{'value':>8}{'n':>7}   95 % interval"
    for name, value in metrics.items():
        if f"{name}_interval" in metrics:
            yield f"{name:<22}{_shown(value):>8}{metrics[f'{name}_n']:>7}   {_span(metrics[f'{name}_interval'])}"
    if "per_label" in metrics:
        yield from _label_lines(metrics["per_label"])
        yield f"\n{metrics['ms_per_row']} ms per row"
        yield from _confusion_lines(metrics["confusion"])


def _label_lines(per_label: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"\n{'label':<22}{'recall':>8}{'precision':>11}{'n':>6}   95 % interval of the recall"
    for label, row in per_label.items():
        shown = f"{_shown(row['recall']):>8}{_shown(row['precision']):>11}{row['n']:>6}"
        yield f"{label:<22}{shown}   {_span(row['recall_interval'])}"


def _confusion_lines(confusion: dict[str, dict[str, int]]) -> Iterator[str]:
    wrong = [
        (label, answered, count)
        for label, row in confusion.items()
        for answered, count in row.items()
        if label != answered
    ]
    if wrong:
        yield "\nTaken for something else:"
    for label, answered, count in sorted(wrong, key=lambda each: -each[2]):
        yield f"  {label} read as {answered}: {count}"


def _shown(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.3f}"


def _span(interval: list[float] | None) -> str:
    return "-" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}"
