"""The acts by which English speakers ask that contact stop, as patterns over word classes.

Every rule names a verb of an act and its object. Whether the sentence performs the act or only speaks of it ("I quit
texting him", "the rain won't stop") is decided by what stands before, in optout_context.py.
"""

from dataclasses import dataclass
from enum import Enum

from conversations.reading.optout_families import FAMILIES
from conversations.reading.optout_idioms import IDIOMS
from conversations.reading.optout_partings import PARTINGS
from conversations.reading.optout_refusals import REFUSALS
from conversations.reading.optout_removals import REMOVALS
from conversations.reading.optout_requests import REQUESTS
from conversations.reading.optout_romance import ROMANCE_SOURCES
from conversations.reading.optout_shapes import Shape, shape


class Mood(Enum):
    """What must stand before the words of a rule for the act to be performed."""

    ANY = "any"  # nothing in particular: the words say it by themselves
    REQUEST = "request"  # not a denial, and nobody else as the subject
    ORDER = "order"  # a command or a wish: nothing, or "ok", "I said", "you need to"
    PROHIBIT = "prohibit"  # the words forbid; no subject that only describes ("I don't text")
    NOUN = "noun"  # "no more texts", not as the object of another verb
    BARE = "bare"  # the same, only at the beginning of a clause
    WHOLE = "whole"  # the whole message
    OWN = "own"  # anyone may say it of himself; only a denial takes it away
    BLOCK = "block"  # "blocked", said of the sender


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to ask, with what may take the meaning away again."""

    name: str
    shape: Shape
    mood: Mood
    limited: bool  # an hour, or another channel asked for, makes it a preference
    place: bool  # being removed from a schedule, or an old number replaced, is something else
    elsewhere: bool  # unsubscribing from somebody else's list is something else
    topical: bool  # "it" may be the pain or the leak
    doubtful: bool


def _rule(name: str, flags: str, notation: str) -> Rule:
    words = flags.split()
    return Rule(
        name=name,
        shape=shape(notation),
        mood=Mood(words[0]),
        limited="limited" in words,
        place="place" in words,
        elsewhere="elsewhere" in words,
        topical="topical" in words,
        doubtful="doubt" in words,
    )


_SOURCES = (*REQUESTS, *REMOVALS, *REFUSALS, *FAMILIES, *PARTINGS, *IDIOMS, *ROMANCE_SOURCES)
RULES = [_rule(*source) for source in _SOURCES]
_ALWAYS = frozenset(place for place, rule in enumerate(RULES) if rule.shape.needed is None)
_BY_SYMBOL: dict[str, frozenset[int]] = {
    mark: frozenset(place for place, rule in enumerate(RULES) if rule.shape.needed and mark in rule.shape.needed)
    for mark in set().union(*(rule.shape.needed or () for rule in RULES))
}


def rules_for(symbols: str) -> list[Rule]:
    """Return the rules that may match `symbols`, in the order in which they are asked."""
    places = _ALWAYS.union(*(_BY_SYMBOL.get(mark, _ALWAYS) for mark in set(symbols)))
    return [RULES[place] for place in sorted(places)]
