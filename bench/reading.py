"""CPU time of reading a reply and of one decision whether a message may leave; how both take odd input."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench import setting

TABLES = Path(__file__).parent.parent / "tests/policy/optout"
ODD = ["stop ", "do not ", "a", "s.t.o.p ", "please ", "any of the ", "remove all of my ", "🛑", "(", "&"]
# The least that anybody does: a stop word anywhere.
BASELINE = re.compile(r"\b(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\b", re.IGNORECASE)


def main() -> None:
    setting.start_django()
    from contacts.eligibility import evaluate  # noqa: PLC0415
    from conversations.assistant.triage_rules import read_intent  # noqa: PLC0415
    from conversations.reading.optout import read_opt_out  # noqa: PLC0415
    from tests.policy.sending import text  # noqa: PLC0415

    replies = [line for table in sorted(TABLES.glob("*.txt")) for line in table.read_text("utf-8").splitlines() if line]
    context = text()
    bare = _microseconds(lambda: [BASELINE.search(reply) for reply in replies], len(replies))
    opt_outs = _microseconds(lambda: [read_opt_out(reply) for reply in replies], len(replies))
    intents = _microseconds(lambda: [read_intent(reply) for reply in replies], len(replies))
    decision = _microseconds(lambda: [evaluate(context) for _ in range(500)], 500)
    setting.print_table(
        f"Reading {len(replies)} replies and deciding, CPU time each",
        ("", "µs", "target"),
        [
            ("a stop word anywhere (baseline)", f"{bare:.1f}", ""),
            ("opt-out rules", f"{opt_outs:.0f}", ""),
            ("opt-out rules and intent", f"{intents:.0f}", "5,000 (1,000 rows in 5 s)"),
            ("one decision of eligibility", f"{decision:.0f}", "< 100"),
        ],
    )
    rows = []
    for piece in ODD:
        short, long = (_milliseconds_to_read(piece * (length // len(piece))) for length in (2_000, 8_000))
        rows.append((repr(piece), f"{short:.1f}", f"{long:.1f}", f"{long / short:.1f}"))
    setting.print_table(
        "One piece repeated to 2,000 and 8,000 characters", ("piece", "ms", "ms", "growth (4: linear)"), rows
    )


def _milliseconds_to_read(text: str) -> float:
    from conversations.reading.optout import read_opt_out  # noqa: PLC0415

    return _microseconds(lambda: read_opt_out(text), 1) / 1000


def _microseconds(work: Callable[[], object], count: int) -> float:
    """The median of five runs of `work`, CPU time, divided by `count`."""
    work()
    spent = []
    for _ in range(5):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return median(spent) / count * 1e6


if __name__ == "__main__":
    main()
