"""Pure: how sure a share is, and whether one share is really higher than another.

Wilson's score interval for one share and Newcombe's hybrid of two of them for a difference (Newcombe, Statistics in
Medicine 17, 1998, pp. 857-890, methods 3 and 10): both hold for few people and for shares near nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

USUAL = 0.95
# A report can be looked at every day, and the chance of being fooled once grows with every look: 95 % is too easy.
STRICT = 0.99
# Below so many people reached with each text nothing is said, whatever the figures.
LEAST_REACHED = 50
RULE = (
    "A text is called better only when each has reached at least 50 people and we are 99 % sure that its share of "
    "interested people is higher than every other's. Until then it is too early to say."
)


@dataclass(frozen=True, slots=True)
class Interval:
    """From and to, as shares (0 to 1), or as a difference of shares (-1 to 1)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` people."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Return the share, or None of nobody."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> Interval | None:
        """Return where the true share lies with 95 % confidence, or None of nobody."""
        return wilson(self.part, self.whole) if self.whole else None


def wilson(part: int, whole: int, *, confidence: float = USUAL) -> Interval:
    """Return Wilson's interval for `part` of `whole`. Raises ValueError unless 0 <= part <= whole and whole > 0."""
    if not 0 <= part <= whole or whole <= 0:
        raise ValueError(f"{part} of {whole} is no share.")
    z = _z(confidence)
    share, extra = part / whole, z * z / whole
    middle = (share + extra / 2) / (1 + extra)
    reach = z / (1 + extra) * sqrt(share * (1 - share) / whole + extra / (4 * whole))
    # At the edges the formula gives exactly 0 or 1; floating point must not say otherwise.
    return Interval(0.0 if part == 0 else max(0.0, middle - reach), 1.0 if part == whole else min(1.0, middle + reach))


def difference(one: Share, other: Share, *, confidence: float = USUAL) -> Interval | None:
    """Return Newcombe's interval for `one` minus `other`, or None where either is a share of nobody."""
    if not one.whole or not other.whole:
        return None
    here, there = one.part / one.whole, other.part / other.whole
    mine = wilson(one.part, one.whole, confidence=confidence)
    theirs = wilson(other.part, other.whole, confidence=confidence)
    down = sqrt((here - mine.low) ** 2 + (theirs.high - there) ** 2)
    up = sqrt((mine.high - here) ** 2 + (there - theirs.low) ** 2)
    return Interval(max(-1.0, here - there - down), min(1.0, here - there + up))


def find_best(shares: Sequence[Share]) -> int | None:
    """Return the place of the share that is surely the highest, or None while it is too early to say.

    With more than two, each comparison must be so much surer that all of them together are 99 % sure (Bonferroni).
    """
    if len(shares) < 2 or any(share.whole < LEAST_REACHED for share in shares):
        return None
    confidence = 1 - (1 - STRICT) / (len(shares) - 1)
    best = max(range(len(shares)), key=lambda place: shares[place].part / shares[place].whole)
    for place, share in enumerate(shares):
        if place == best:
            continue
        apart = difference(shares[best], share, confidence=confidence)
        if apart is None or apart.low <= 0:
            return None
    return best


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)
