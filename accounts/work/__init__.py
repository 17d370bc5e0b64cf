"""Facts travel up as rows of work: recorded in the producer's transaction, drained by workers, one turn per listener.

A listener that raises or hangs changes nothing for the producer and holds up no other listener: each has its own row,
its own retries (1, 5, 25 s … up to an hour) and its own visible failure.
"""

from accounts.work.draining import HANGS_AFTER, drain
from accounts.work.facts import (
    NUDGE_CHANNEL,
    Fact,
    Listener,
    Priority,
    fact_name,
    forget_listener,
    listeners_of,
    listens,
    nudge,
    record,
    record_many,
)
from accounts.work.turns import (
    MAX_ATTEMPTS,
    RUNS_AT_ONCE,
    STALE_AFTER,
    Turn,
    claim,
    count_busy_workers,
    fan_out,
    has_due,
    recover,
    retry_failed,
)

__all__ = [
    "HANGS_AFTER",
    "MAX_ATTEMPTS",
    "NUDGE_CHANNEL",
    "RUNS_AT_ONCE",
    "STALE_AFTER",
    "Fact",
    "Listener",
    "Priority",
    "Turn",
    "claim",
    "count_busy_workers",
    "drain",
    "fact_name",
    "fan_out",
    "forget_listener",
    "has_due",
    "listeners_of",
    "listens",
    "nudge",
    "record",
    "record_many",
    "recover",
    "retry_failed",
]
