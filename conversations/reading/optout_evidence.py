"""What is left to weigh where the grammar recognises no act: evidence that a message asks that contact stop.

Every word is a sign of something (optout_evidence_words): of messages, of a no, of a trade, of an hour. Cues are signs
that stand together, such as a no shortly before a word for messages; each has a weight for or against (optout_weights),
and the sum decides. The weights were fitted once to labelled messages by `script/fit_optout_evidence`; what runs here
is addition over a table anybody can read. It is evidence weighed by rules, not a language model: it knows no meaning,
keeps nothing, learns nothing, and gives the same answer to the same words.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from conversations.reading.optout_evidence_words import CLASSES, IDLE, LABELS
from conversations.reading.optout_lexicon import CLASSES as GRAMMAR
from conversations.reading.optout_symbols import UNKNOWN, known_words
from conversations.reading.optout_text import Sentence
from conversations.reading.optout_weights import BASE, SURE_FROM, SUSPECTED_FROM, WEIGHTS

_MOST_WORDS = 160  # the beginning and the end of a longer message
_GAPS = {"|": 3, "?": 3, ",": 1, "&": 1}  # how far the ends of clauses keep words apart
_FOREIGN_TO_CONTACT = frozenset(("TRADE", "BOOK", "PRICE", "MATTER", "RATHER", "HOUR", "OTHER", "ES_OTHER"))
_BORROWED = {
    "ES_VERB": "ES_SAY ES_FORBID ES_SEND FR_SAY",
    "ES_NOUN": "ES_NOUN FR_NOUN",
    "ES_STOP": "ES_ENOUGH",
    "ES_OUT": "ES_OUT ES_DELETE",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sum of the weights, and the cues that weighed most for it."""

    score: float
    strongest: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it is enough to stop contact without a person's look."""
        return self.score >= SURE_FROM

    @property
    def is_suspicious(self) -> bool:
        """Whether a person should look."""
        return self.score >= SUSPECTED_FROM


def weigh_evidence(sentence: Sentence, refusals: Collection[str] = ()) -> Evidence:
    """Add up what speaks for and against an opt-out in a message, in log-odds. Never raises.

    `refusals` says why acts that the grammar found were not performed: DENIED, ELSEWHERE or PREFERENCE.
    """
    places = signs(sentence, refusals)
    held = [(weight, cue) for cue, steps, weight in _cues_among(places) if holds(steps, places)]
    held.sort(reverse=True)
    strongest = tuple(describe(cue) for weight, cue in held[:3] if weight > 0)
    return Evidence(BASE + sum(weight for weight, _ in held), strongest)


# -- signs ----------------------------------------------------------------------------------------------------------


def signs(sentence: Sentence, refusals: Collection[str] = ()) -> dict[str, int]:
    """Where the signs of a message stand: for each class, a number with one bit for each place."""
    classes = _classes()
    places: dict[str, int] = defaultdict(int)
    at = said = 0
    places["START"] = 1
    places.update((refusal, 1) for refusal in refusals)
    for number, (mark, typed) in enumerate(_middle_left_out(sentence)):
        word = _word(mark, typed)
        if number in sentence.pleas:
            places["PLEASE"] |= 1 << at
        if word in _GAPS:
            if word == "?":
                places["QUESTION"] |= 1 << at + 1
            at += _GAPS[word]
            continue
        at += 1
        said += 1
        for name in classes.get(word) or classes.get(word.rstrip("s'")) or (() if word in IDLE else ("OTHER",)):
            places[name] |= 1 << at
    places["FINISH"] = 1 << at + 1
    if len(sentence.symbols) in sentence.pleas:
        places["PLEASE"] |= 1 << at
    if not _FOREIGN_TO_CONTACT & places.keys():
        places["PLAIN"] = 1
    if said <= 3:
        places["SHORT"] = 1
    if said > 20:
        places["LONG"] = 1
    return places


def _middle_left_out(sentence: Sentence) -> list[tuple[str, str]]:
    words = list(zip(sentence.symbols, sentence.typed, strict=False))
    return words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS // 2] + words[-_MOST_WORDS // 2 :]


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, words in CLASSES.items():
        for word in words.split():
            found[word].append(name)
    for name, borrowed in _BORROWED.items():
        for word in {word for source in borrowed.split() for word in GRAMMAR[source].split()}:
            if word not in found:
                found[word].append(name)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


def _word(mark: str, typed: str) -> str:
    """The word typed if it is a sign, else what the spelling makes of it; nothing where a quotation was blanked out."""
    if mark == UNKNOWN and typed in known_words():
        return ""
    return typed if typed in _classes() else _words().get(mark, typed) if mark != UNKNOWN else typed


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {mark: word for word, mark in known_words().items()}


# -- cues -----------------------------------------------------------------------------------------------------------


def holds(steps: tuple[str, ...], places: dict[str, int]) -> bool:
    """Whether the signs of a cue stand in order, each at most four words after the last, `+` right after it."""
    reached = places.get(steps[0], 0)
    for step in steps[1:]:
        if step[0] == "+":
            reached = reached << 1 & places.get(step[1:], 0)
        elif step[0] == "&":
            reached = places.get(step[1:], 0) if reached else 0
        else:
            ahead = reached << 1 | reached << 2
            reached = (ahead | ahead << 2) & places.get(step, 0)
    return reached != 0


def describe(cue: str) -> str:
    """Say in words what a cue is: `NOT +WANT` as "a not right before a word for wanting"."""
    said = ""
    for step in cue.split():
        link = " right before " if step[0] == "+" else " with " if step[0] == "&" else " before "
        said += (link if said else "") + LABELS[step.lstrip("+&")]
    return said


_BY_FIRST: dict[str, list[tuple[str, tuple[str, ...], float]]] = defaultdict(list)
for _cue, _weight in WEIGHTS.items():
    _BY_FIRST[_cue.split()[0]].append((_cue, tuple(_cue.split()), _weight))


def _cues_among(places: dict[str, int]) -> list[tuple[str, tuple[str, ...], float]]:
    return [cue for name in places for cue in _BY_FIRST.get(name, ())]
