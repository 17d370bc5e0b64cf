"""Pure: how a campaign may move, what an enrollment's next step is, which replies count as what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

# features.md, "Measures".
POSITIVE = frozenset({"positive", "booking_request", "call_me", "question", "pricing_question", "follow_up_at"})
NEGATIVE = frozenset({"not_interested", "opt_out", "already_served", "wrong_number", "complaint"})
# A reply that may be an opt-out is kept as this until a member has decided.
SUSPECTED = "suspected_opt_out"
# A reply counts for a campaign when it comes within 30 days of its first delivered step.
REPLY_WINDOW = timedelta(days=30)

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"running"}),
    "running": frozenset({"paused", "finished", "stopped"}),
    "paused": frozenset({"running", "stopped"}),
    "finished": frozenset(),
    "stopped": frozenset(),
}


def may_move(state: str, to: str) -> bool:
    """Say whether a campaign in `state` may become `to`."""
    return to in MOVES.get(state, frozenset())


def mood_of(intent: str) -> str:
    """Return positive, negative or neutral for an intent."""
    if intent in POSITIVE:
        return "positive"
    return "negative" if intent in NEGATIVE else "neutral"


def better_reply(old: str, new: str) -> str:
    """Of two intents of one person return the one that counts: an opt-out always, else the best; never a suspicion."""
    if "opt_out" in (old, new):
        return "opt_out"
    rank = {"positive": 3, "neutral": 2, "negative": 1}
    if old in ("", SUSPECTED):
        return new
    return new if rank[mood_of(new)] > rank[mood_of(old)] else old


def next_step(delays: Sequence[int], *, sent_position: int, sent_at: datetime) -> tuple[int, datetime] | None:
    """Return position and time of the step after `sent_position`, or None after the last.

    delays: hours before each step, in order; the delay counts from the hand-over of the step before.
    """
    if sent_position >= len(delays):
        return None
    return sent_position + 1, sent_at + timedelta(hours=delays[sent_position])


def variant_index(contact_id: int, step_id: int, count: int) -> int:
    """Share contacts evenly over a step's variants, the same way each time it is asked."""
    return (contact_id * 2654435761 + step_id * 40503) % 2**32 % count
