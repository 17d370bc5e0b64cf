"""Pure: how a campaign may move, who gets which words and when, which replies count as what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# features.md, "Measures".
POSITIVE = frozenset({"positive", "booking_request", "call_me", "question", "pricing_question", "follow_up_at"})
NEGATIVE = frozenset({"not_interested", "opt_out", "already_served", "wrong_number", "complaint"})
# A reply that may be an opt-out is kept as this until a member has decided.
SUSPECTED = "suspected_opt_out"
# A reply counts for a campaign when it comes within 30 days of its first delivered step.
REPLY_WINDOW = timedelta(days=30)
# A start that nobody was there for: later than this somebody must look first.
LATEST_START = timedelta(hours=24)
# So much of a sender's rate is asked for ahead: a queue that long is still short when somebody takes texts back.
AHEAD = timedelta(minutes=30)
LEAST_AHEAD = 200

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"scheduled", "running"}),
    "scheduled": frozenset({"draft", "running"}),
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


def variant_index(contact_id: int, step_id: int, weights: Sequence[int]) -> int:
    """Share contacts over a step's variants by their weights, the same way each time it is asked.

    Raises ValueError where no weight is above zero.
    """
    total = sum(weights)
    if total <= 0:
        raise ValueError("A step needs a variant whose weight is above zero.")
    digest = hashlib.blake2b(f"{step_id}:{contact_id}".encode(), digest_size=8).digest()
    place = int.from_bytes(digest) % total
    for index, weight in enumerate(weights):
        if place < weight:
            return index
        place -= weight
    raise AssertionError("unreachable")


def is_held_back(campaign_id: int, contact_id: int, percent: int) -> bool:
    """Say whether a contact is among those who get nothing, to compare with; `enrolling.JUDGED` chooses the same."""
    digest = hashlib.md5(f"{campaign_id}:{contact_id}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % 100 < percent


def latest_of(step_due_at: datetime | None, valid_hours: int, *, now: datetime) -> datetime:
    """Return when a step becomes too late. A first text (no planned time) is on time when it is released: now."""
    return (step_due_at or now) + timedelta(hours=valid_hours)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a zone's calendar, in UTC, the end not included."""

    start: datetime
    end: datetime


def day_of(now: datetime, zone: str) -> Day:
    """Return the day that `now` falls in by the clock of `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    start = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    following = (start.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    return Day(start.astimezone(UTC), following.astimezone(UTC))


def room_ahead(segments_per_second: float, bulk_share: float) -> int:
    """Return how many texts of a sender may wait in the queue at once: about half an hour of its rate."""
    return max(LEAST_AHEAD, int(segments_per_second * bulk_share * AHEAD.total_seconds()))


def meets_stop(stop_on: Mapping[str, Any], *, standing: str, tags: Collection[str]) -> str:
    """Return why a contact's way ends by the campaign's own conditions ("standing" or "tag"), or nothing."""
    if standing in (stop_on.get("standings") or ()):
        return "standing"
    return "tag" if set(stop_on.get("tags") or ()) & set(tags) else ""


def hash_draft(draft: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of what a check or simulation looked at: plain values in any order of keys."""
    text = json.dumps(draft, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
