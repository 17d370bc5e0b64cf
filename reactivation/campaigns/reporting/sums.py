"""Pure: what a person's texts add to a campaign's sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

SLOTS = 7 * 24


class Key(NamedTuple):
    """What texts have in common that are counted together."""

    campaign: int
    step: int
    variant: int
    account: int | None
    slot: int


class Sums(NamedTuple):
    """Texts, segments, failed and proven texts; people by their first text, and by the first that reached them."""

    texts: int = 0
    segments: int = 0
    failed: int = 0
    proven: int = 0
    people: int = 0
    reached: int = 0

    def plus(self, other: Sums, *, sign: int = 1) -> Sums:
        return Sums(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Text:
    """One text that left. enrollment: whose; position: of its step, for an order where two left at once."""

    message: int
    enrollment: int
    key: Key
    left_at: datetime
    position: int
    segments: int
    failed: bool
    proven: bool


def slot_of(moment: datetime, zone: ZoneInfo) -> int:
    """Return weekday (Monday is 0) times 24 plus the hour, by the clock of a zone."""
    local = moment.astimezone(zone)
    return local.weekday() * 24 + local.hour


def add_up(texts: Iterable[Text]) -> dict[Key, Sums]:
    """Return what texts of any number of people add: each person once among people, and once among the reached."""
    found: dict[Key, Sums] = {}
    written: set[int] = set()
    reached: set[int] = set()
    for text in sorted(texts, key=lambda text: (text.left_at, text.position)):
        is_first = text.enrollment not in written
        reaches_first = not text.failed and text.enrollment not in reached
        one = Sums(1, text.segments, int(text.failed), int(text.proven), int(is_first), int(reaches_first))
        found[text.key] = found.get(text.key, Sums()).plus(one)
        written.add(text.enrollment)
        if reaches_first:
            reached.add(text.enrollment)
    return found


def difference(after: dict[Key, Sums], before: dict[Key, Sums]) -> dict[Key, Sums]:
    """Return by how much each sum changed; keys whose sums did not change are left out."""
    changed = {
        key: after.get(key, Sums()).plus(before.get(key, Sums()), sign=-1) for key in after.keys() | before.keys()
    }
    return {key: sums for key, sums in changed.items() if any(sums)}
