"""Writes what became of many enrollments by one statement, and plans the step that comes next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from reactivation.campaigns.models import Enrollment, Step
from reactivation.campaigns.policy import next_step

State = Enrollment.State

# Only those still on their way and at the same step: a reply meanwhile has the last word, and news told twice says
# nothing the second time.
MOVE = """
UPDATE campaigns_enrollment AS e SET
    state = new.state, reason = new.reason,
    findings = CASE WHEN new.findings = '[]'::jsonb THEN e.findings ELSE new.findings END,
    next_position = new.position, next_due_at = new.due_at, step_due_at = new.step_due_at,
    released_at = coalesce(e.released_at, new.released_at), ended_at = new.ended_at
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[], %(findings)s::jsonb[], %(positions)s::int[],
            %(dues)s::timestamptz[], %(step_dues)s::timestamptz[], %(releases)s::timestamptz[],
            %(ends)s::timestamptz[], %(were)s::int[])
     AS new(id, state, reason, findings, position, due_at, step_due_at, released_at, ended_at, was)
WHERE e.id = new.id AND e.next_position = new.was AND e.state IN ('active', 'held_back')
"""

Findings = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What an enrollment becomes. was: the step it stands at; due_at None: it waits for its text, or has ended."""

    enrollment_id: int
    was: int
    state: str
    position: int
    reason: str = ""
    findings: Findings = field(default_factory=list)
    due_at: datetime | None = None
    step_due_at: datetime | None = None
    released_at: datetime | None = None
    ended_at: datetime | None = None


def write_moves(moves: Sequence[Move]) -> int:
    """Store moves; return how many enrollments were still on their way."""
    if not moves:
        return 0
    values: dict[str, Any] = {
        "ids": [move.enrollment_id for move in moves],
        "states": [str(move.state) for move in moves],
        "reasons": [move.reason[:40] for move in moves],
        "findings": [json.dumps(move.findings) for move in moves],
        "positions": [move.position for move in moves],
        "dues": [move.due_at for move in moves],
        "step_dues": [move.step_due_at for move in moves],
        "releases": [move.released_at for move in moves],
        "ends": [move.ended_at for move in moves],
        "were": [move.was for move in moves],
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE, values)
        return int(cursor.rowcount)


def delays_of(steps: Sequence[Step]) -> list[int]:
    """Return the hours before each step, in order."""
    return [step.delay_hours for step in sorted(steps, key=lambda step: step.position)]


def move_on(enrollment_id: int, delays: Sequence[int], *, position: int, at: datetime) -> Move:
    """Return the move after a step that left, or was given up, at `at`: to the next one, or to the end."""
    planned = next_step(delays, sent_position=position, sent_at=at)
    if planned is None:
        return Move(enrollment_id=enrollment_id, was=position, state=State.COMPLETED, position=position, ended_at=at)
    return Move(
        enrollment_id=enrollment_id,
        was=position,
        state=State.ACTIVE,
        position=planned[0],
        due_at=planned[1],
        step_due_at=planned[1],
    )


def put_off(row: Enrollment, *, until: datetime) -> Move:
    """Return the move of somebody whose step must wait; the step's own time stays."""
    return Move(
        enrollment_id=row.pk,
        was=row.next_position,
        state=row.state,
        position=row.next_position,
        due_at=until,
        step_due_at=row.step_due_at,
    )


def say_hours(count: int) -> str:
    """Return "72 hours" or "3 days" where it is whole days of more than two."""
    span = timedelta(hours=count)
    if span.days > 2 and span == timedelta(days=span.days):
        return f"{span.days} days"
    return f"{count} hour{'' if count == 1 else 's'}"
