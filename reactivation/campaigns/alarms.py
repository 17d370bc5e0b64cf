"""Pure: which figures of a running campaign warn, and which pause it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a figure asks for."""

    WARN = "warn"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Figures:
    """Since a campaign was launched or last resumed. people: written to; texts: handed over; and what came of them.

    filtered: texts with error 30007; sender_problem: a sentence where the sender does not work.
    """

    people: int = 0
    texts: int = 0
    complaints: int = 0
    opt_outs: int = 0
    filtered: int = 0
    failed: int = 0
    sender_problem: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """Shares from which to warn and to pause, and how many it takes at least, so that 1 of 3 is no spike."""

    by: str
    warn: float
    pause: float
    least_to_warn: int
    least_to_pause: int
    count: Callable[[Figures], tuple[int, int]]
    words: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """by: what it is (a Campaign.PausedBy); sentence: the numbers, for people."""

    by: str
    level: Level
    sentence: str


LIMITS = (
    # Feature 150; the figures mail providers set for complaints (Google's sender FAQ, compliance.md 6), kept for texts.
    Limit("complaints", 0.001, 0.003, 2, 3, lambda f: (f.complaints, f.people), "people complained"),
    # compliance.md 5.4 (30007): "stop campaign if rate rises". No carrier publishes a figure; these are ours.
    Limit("filtered", 0.02, 0.05, 5, 10, lambda f: (f.filtered, f.texts), "texts were filtered by the carrier (30007)"),
    # Nobody publishes a figure either; a list that agreed to be texted loses one or two in a hundred at a time.
    Limit("opt_outs", 0.03, 0.06, 5, 10, lambda f: (f.opt_outs, f.people), "people opted out"),
    # A sender that half of its texts do not leave by is broken, whatever the reason.
    Limit("sender", 0.25, 0.5, 10, 20, lambda f: (f.failed, f.texts), "texts did not arrive"),
)


def read_alarms(figures: Figures) -> list[Alarm]:
    """Return what the figures ask for, what pauses first; an empty list where all is well."""
    found = []
    if figures.sender_problem:
        found.append(Alarm("sender", Level.PAUSE, f"Its number does not work: {figures.sender_problem}"))
    for limit in LIMITS:
        count, whole = limit.count(figures)
        share = count / whole if whole else 0.0
        if share >= limit.pause and count >= limit.least_to_pause:
            found.append(Alarm(limit.by, Level.PAUSE, _say(limit, count, whole, share, limit.pause)))
        elif share >= limit.warn and count >= limit.least_to_warn:
            found.append(Alarm(limit.by, Level.WARN, _say(limit, count, whole, share, limit.warn)))
    return sorted(found, key=lambda alarm: alarm.level is not Level.PAUSE)


def _say(limit: Limit, count: int, whole: int, share: float, threshold: float) -> str:
    return f"{count:,} of {whole:,} {limit.words} ({share:.1%}; the limit is {threshold:.1%})."
