"""Opt-outs on rows that nobody who works on the rules has read: they are counted here and never shown."""

import json
from pathlib import Path

import pytest

from conversations.reading.optout import OptOutVerdict, read_opt_out

COLD = sorted((Path(__file__).parent.parent / "data" / "cold").glob("optout_*.jsonl"))


@pytest.fixture(scope="module")
def read() -> list[tuple[bool, OptOutVerdict]]:
    """Whether each row asks that contact stop, and what the rules say."""
    rows = [json.loads(line) for path in COLD for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["opt_out"], read_opt_out(row["text"], channel=row["channel"]).verdict) for row in rows]


def test_more_than_99_of_100_unread_opt_outs_are_found(read: list[tuple[bool, OptOutVerdict]]) -> None:
    found = [verdict is OptOutVerdict.OPT_OUT for asked, verdict in read if asked]
    assert len(found) > 900
    assert sum(found) / len(found) > 0.99


def test_fewer_than_1_of_100_other_unread_messages_stops_contact(read: list[tuple[bool, OptOutVerdict]]) -> None:
    stopped = [verdict is OptOutVerdict.OPT_OUT for asked, verdict in read if not asked]
    assert len(stopped) > 800
    assert sum(stopped) / len(stopped) < 0.01
