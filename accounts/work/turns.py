"""Turns as rows: given out by facts, claimed in batches of one listener, finished, failed, put back.

Each statement here is one round trip, whatever the number of turns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import ListenerRun
from accounts.work.facts import by_priority, fact_name, nudge

MAX_ATTEMPTS = 8
# A turn claimed longer ago than this belongs to a worker that died (django-q2 kills a task after 120 s), whatever the
# lock of its claimer says.
STALE_AFTER = timedelta(seconds=180)
# No listener may occupy more workers than this at once; a cluster has one more (config.settings), which stays free.
RUNS_AT_ONCE = 2
# Small enough for two workers to share a burst, big enough that claiming costs next to nothing.
BATCH = 10
# First halves of advisory locks. Whoever drains holds (CLAIMER, its number) for as long as its connection lives.
CLAIMER_LOCK = 771_003
CLAIM_LOCK = 771_004

FAN_OUT = """
WITH fresh AS (
    SELECT id, fact FROM accounts_workitem WHERE fanned_out_at IS NULL ORDER BY id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
), told AS (
    INSERT INTO accounts_listenerrun (item_id, listener, status, attempts, due_at, error, claimed_by)
    SELECT fresh.id, heard.listener, 'due', 0, %(now)s, '', 0
    FROM fresh JOIN unnest(%(facts)s::text[], %(listeners)s::text[]) AS heard(fact, listener) USING (fact)
    ORDER BY fresh.id ON CONFLICT DO NOTHING
)
UPDATE accounts_workitem AS item SET fanned_out_at = %(now)s FROM fresh WHERE item.id = fresh.id
"""

HAS_DUE = """
SELECT EXISTS (SELECT 1 FROM accounts_workitem WHERE fanned_out_at IS NULL)
    OR EXISTS (SELECT 1 FROM unnest(%(names)s::text[]) AS wanted(name)
               WHERE EXISTS (SELECT 1 FROM accounts_listenerrun run
                             WHERE run.status = 'due' AND run.listener = wanted.name AND run.due_at <= %(now)s))
"""

# Claims come one after the other for a moment, else two could each see room for one more and take it both. What was
# tried before comes alone: a turn that kills its worker must not use up the attempts of those that share its batch.
CLAIM = """
SELECT pg_advisory_xact_lock(%(lock)s, 0);
WITH chosen AS (
    SELECT wanted.name FROM unnest(%(names)s::text[]) WITH ORDINALITY AS wanted(name, rank)
    WHERE (SELECT count(DISTINCT busy.claimed_by) FROM accounts_listenerrun busy
           WHERE busy.status = 'running' AND busy.listener = wanted.name) < %(most)s
      AND EXISTS (SELECT 1 FROM accounts_listenerrun run
                  WHERE run.status = 'due' AND run.listener = wanted.name AND run.due_at <= %(now)s)
    ORDER BY wanted.rank LIMIT 1
), first AS (
    SELECT run.attempts FROM accounts_listenerrun run
    WHERE run.status = 'due' AND run.listener = (SELECT name FROM chosen) AND run.due_at <= %(now)s
    ORDER BY run.due_at, run.id LIMIT 1
), taken AS (
    SELECT run.id, run.item_id FROM accounts_listenerrun run
    WHERE run.status = 'due' AND run.listener = (SELECT name FROM chosen) AND run.due_at <= %(now)s
      AND (run.attempts = 0 OR (SELECT attempts FROM first) > 0)
    ORDER BY run.due_at, run.id LIMIT CASE WHEN (SELECT attempts FROM first) > 0 THEN 1 ELSE %(limit)s END
    FOR UPDATE SKIP LOCKED
)
UPDATE accounts_listenerrun AS run
SET status = 'running', claimed_at = %(now)s, claimed_by = %(by)s, attempts = run.attempts + 1
FROM taken JOIN accounts_workitem AS item ON item.id = taken.item_id
WHERE run.id = taken.id
RETURNING run.due_at, run.id, run.listener, run.attempts, item.business_id, item.payload
"""

HELD = """held.locktype = 'advisory' AND held.objsubid = 2 AND held.granted AND held.classid = %(lock)s
    AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND held.objid"""
# A claimer that is alive holds its lock. It is looked for, not tried: who holds it would get it again, and behind a
# pooler that may be the asker. One death may be anything, and the turn is tried again at once; a turn whose worker dies
# each time waits longer and longer, and is failed in the end.
RECOVER = f"""
WITH claimers AS MATERIALIZED (
    SELECT DISTINCT claimed_by FROM accounts_listenerrun WHERE status = 'running' AND claimed_by <> 0
), dead AS MATERIALIZED (
    SELECT claimed_by FROM claimers WHERE NOT EXISTS (SELECT 1 FROM pg_locks held WHERE {HELD} = claimers.claimed_by)
)
UPDATE accounts_listenerrun SET
    status = CASE WHEN attempts >= %(most)s THEN 'failed' ELSE 'due' END,
    finished_at = CASE WHEN attempts >= %(most)s THEN %(now)s::timestamptz END,
    due_at = %(now)s + interval '1 second'
        * CASE WHEN attempts < 2 THEN 0 ELSE least(3600, 5 ^ (least(attempts, 8) - 1)) END,
    error = 'WorkerDied', claimed_by = 0
WHERE status = 'running' AND (claimed_at < %(stale)s OR claimed_by IN (SELECT claimed_by FROM dead))
"""

# A worker that was killed leaves its turns running until they are put back, and is not busy.
BUSY = f"""
SELECT count(DISTINCT run.claimed_by) FROM accounts_listenerrun run
JOIN pg_locks held ON {HELD} = run.claimed_by
WHERE run.status = 'running' AND run.claimed_at > %(since)s
"""

FINISH = """
UPDATE accounts_listenerrun SET status = 'done', finished_at = %(now)s, error = '', claimed_by = 0
WHERE id = ANY(%(ids)s) AND status = 'running' AND claimed_by = %(by)s
"""

GIVE_BACK = """
UPDATE accounts_listenerrun SET status = 'due', attempts = attempts - 1, claimed_by = 0
WHERE id = ANY(%(ids)s) AND status = 'running' AND claimed_by = %(by)s
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One listener's turn with one fact, claimed. attempt: this is its how many-th."""

    due_at: datetime
    id: int
    listener: str
    attempt: int
    business_id: int
    payload: dict[str, Any]


def fan_out(*, now: datetime, limit: int = 500) -> int:
    """Give each listener of each new fact its own row; return how many facts were taken."""
    heard = [(fact_name(registered.fact), registered.name) for registered in by_priority()]
    values = {
        "now": now,
        "limit": limit,
        "facts": [fact for fact, _ in heard],
        "listeners": [name for _, name in heard],
    }
    return _execute(FAN_OUT, values)


def has_due(*, now: datetime) -> bool:
    """Say whether any fact or listener's turn is waiting."""
    with connection.cursor() as cursor:
        cursor.execute(HAS_DUE, {"now": now, "names": [registered.name for registered in by_priority()]})
        row = cursor.fetchone()
        return bool(row and row[0])


def claim(*, now: datetime, limit: int = BATCH, by: int = 0) -> list[Turn]:
    """Take the oldest due turns of one listener: the first by priority that has any and does not fill its workers.

    by: the claimer's number, whose lock it holds; 0 for one without, whose turns are taken for lost only by their age.
    """
    values: dict[str, Any] = {
        "lock": CLAIM_LOCK,
        "names": [registered.name for registered in by_priority()],
        "most": RUNS_AT_ONCE,
        "now": now,
        "limit": limit,
        "by": by,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        cursor.nextset()
        rows = sorted(cursor.fetchall(), key=lambda row: (row[0], row[1]))
    return [
        Turn(due, pk, name, attempt, business or 0, _read(payload))
        for due, pk, name, attempt, business, payload in rows
    ]


def _read(payload: Any) -> dict[str, Any]:
    # Django leaves JSON as text for its own fields to read.
    found: dict[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return found


def recover(*, now: datetime) -> int:
    """Put back the turns whose worker died, or fail those that it happened to each time; return how many."""
    return _execute(RECOVER, {"now": now, "stale": now - STALE_AFTER, "lock": CLAIMER_LOCK, "most": MAX_ATTEMPTS})


def finish(turn_ids: Sequence[int], *, by: int, now: datetime) -> None:
    """Write that these turns of a claimer are done."""
    if turn_ids:
        _execute(FINISH, {"ids": list(turn_ids), "by": by, "now": now})


def give_back(turn_ids: Sequence[int], *, by: int) -> None:
    """Make turns due again that a claimer took and did not begin."""
    if turn_ids:
        _execute(GIVE_BACK, {"ids": list(turn_ids), "by": by})


def keep_failure(turn: Turn, error: Exception, *, by: int, now: datetime) -> None:
    """Write the error's class on a turn, and when it is tried again; after the last attempt it is failed for good."""
    final = turn.attempt >= MAX_ATTEMPTS
    ListenerRun.objects.filter(pk=turn.id, status=ListenerRun.Status.RUNNING, claimed_by=by).update(
        status=ListenerRun.Status.FAILED if final else ListenerRun.Status.DUE,
        due_at=now + timedelta(seconds=min(3600, 5 ** (turn.attempt - 1))),
        error=type(error).__name__,
        finished_at=now if final else None,
        claimed_by=0,
    )


def retry_failed(run_ids: list[int], *, now: datetime) -> int:
    """Make turns due again that had failed for good, with all their attempts; return how many there were."""
    failed = ListenerRun.objects.filter(pk__in=run_ids, status=ListenerRun.Status.FAILED)
    count = failed.update(status=ListenerRun.Status.DUE, due_at=now, attempts=0, finished_at=None)
    nudge()
    return count


def count_busy_workers(*, since: datetime) -> int:
    """Return how many living workers are at turns that they claimed after `since`."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, {"since": since, "lock": CLAIMER_LOCK})
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def _execute(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
