"""The evidence of all the words of a message that it asks that contact stop, beside what the grammar finds in it.

Everything a message shows (optout_features) has a weight for or against in a table; their sum, divided by the root of
their number so that long and short messages compare, is its score in log-odds. The grammar reads acts; the score
stands in where it knows no act, and can raise a doubt about one it found. The table was fitted once to labelled
messages by `script/fit_optout_evidence`; what runs here is addition over a file that anybody can read. It is evidence
weighed by rules, not a language model: it keeps nothing, learns nothing, and gives the same answer to the same words.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conversations.reading.optout_evidence_words import LABELS
from conversations.reading.optout_features import features_of, spellings, spelt_words
from conversations.reading.optout_text import Sentence

TABLE = Path(__file__).with_name("data") / "optout_weights.tsv"
_SCALE = 100  # the weights in the table are hundredths


@dataclass(frozen=True, slots=True)
class Table:
    """The weights, and the scores from which something is decided."""

    weights: dict[str, float]
    base: float
    sure_from: float  # no act found: an opt-out all the same
    suspected_from: float  # no act found: a person looks
    confirmed_from: float  # a doubtful act found: an opt-out
    kept_from: float  # an act found: an opt-out; below, a person looks
    dropped_below: float  # an act found: none after all


@dataclass(frozen=True, slots=True)
class Evidence:
    """The score of a message, and what of it weighed most for an opt-out, in words."""

    score: float
    strongest: tuple[str, ...]


def weigh_evidence(sentence: Sentence, refusals: Collection[str] = ()) -> Evidence:
    """Score what speaks for and against an opt-out in a message, in log-odds. Never raises.

    `refusals` says why acts that the grammar found were not performed: DENIED, ELSEWHERE or PREFERENCE.
    """
    table = read_table()
    held = [(weight, found) for found in features_of(sentence, refusals) if (weight := table.weights.get(found))]
    total, number = sum(weight for weight, _ in held), len(held)
    for word in spelt_words(sentence):
        spelt, spelt_number = _spelling_weight(word)
        total += spelt
        number += spelt_number
    held.sort(reverse=True)
    return Evidence(table.base + total / max(number, 1) ** 0.5, _strongest(held))


@lru_cache(maxsize=20_000)
def _spelling_weight(word: str) -> tuple[float, int]:
    weights = read_table().weights
    held = [weights[spelling] for spelling in spellings(word) if spelling in weights]
    return sum(held), len(held)


def _strongest(held: list[tuple[float, str]]) -> tuple[str, ...]:
    """The three heaviest that speak for an opt-out and mean something to a reader, none of them a part of another."""
    told: list[str] = []
    for weight, found in held:
        if weight <= 0 or len(told) == 3:
            break
        said = describe(found)
        known = any(said.strip("“”") in other or other.strip("“”") in said for other in told)
        if not known and _SAYS_NOTHING.isdisjoint(found.split()):
            told.append(said)
    return tuple(told)


def describe(found: str) -> str:
    """Say in words what a feature is: `d NOT WANT` as "a not right before a word for wanting"."""
    kind, _, seen = found.partition(" ")
    if kind == "s":
        return f"the letters “{seen.strip()}”"
    if kind == "l":
        return "its length"
    if kind == "p":
        return "a please"
    parts = seen.split()
    if kind in ("w", "b", "t"):
        words = " ".join(part for part in parts if part not in _PLACES)
        place = "".join(f" {_PLACES[part]}" for part in parts if part in _PLACES)
        return (f"“{words}”{place}" if words else place).strip()
    link = " right before " if kind == "d" else " before "
    return link.join(LABELS.get(part) or _PLACES.get(part) or part for part in parts)


_PLACES = {"^": "at the beginning", "$": "at the end"}
_SAYS_NOTHING = frozenset(("OTHER", "IDLE", "^", "$", "|", ",", "&", "l"))


@lru_cache(maxsize=1)
def read_table() -> Table:
    """Return the table, read once from its file: a line for each limit, an empty one, a line for each weight."""
    limits, _, rows = TABLE.read_text(encoding="utf-8").partition("\n\n")
    numbers = {name: float(number) for name, number in (line.split("\t") for line in limits.splitlines())}
    weights = {}
    for row in rows.rstrip("\n").split("\n"):
        found, _, weight = row.rpartition("\t")
        weights[found] = int(weight) / _SCALE
    return Table(weights=weights, **numbers)
