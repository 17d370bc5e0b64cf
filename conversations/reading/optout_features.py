"""What a message shows to the evidence: its words, words side by side, kinds of words near each other, and spellings.

A feature is a string: its kind, then what was seen (optout_evidence says each in words). The same message always has
the same features, in a number that grows with its length and no faster. Kinds:
`w` a word · `b`, `t` two, three words side by side · `c` a kind of word · `d` two kinds side by side · `e` two kinds
within a clause, at most three words apart · `s` letters of a word · `l` the length · `p` a please · `r` why an act that
the grammar found was not performed.
"""

from collections.abc import Collection
from functools import lru_cache

from conversations.reading.optout_evidence_words import CLASSES, IDLE
from conversations.reading.optout_lexicon import CLASSES as GRAMMAR
from conversations.reading.optout_symbols import UNKNOWN, known_words
from conversations.reading.optout_text import Sentence

_MOST_WORDS = 160  # the beginning and the end of a longer message
_REACH = 4  # how many words after a word its kind may still stand together with
_LENGTHS = (2, 4, 8, 14, 25)
_EDGES = frozenset("|,?&")
_ENDS = frozenset("|?")
_BORROWED = {
    "ES_VERB": "ES_SAY ES_FORBID ES_SEND FR_SAY",
    "ES_NOUN": "ES_NOUN FR_NOUN",
    "ES_STOP": "ES_ENOUGH",
    "ES_OUT": "ES_OUT ES_DELETE",
}
_START, _FINISH = "^", "$"
_QUOTED = "*"  # a word of our own footer, blanked out


def words_of(sentence: Sentence) -> list[str]:
    """Return the words and ends of clauses, spelling mended, between a mark for the beginning and one for the end."""
    marks = list(zip(sentence.symbols, sentence.typed, strict=False))
    if len(marks) > _MOST_WORDS:
        marks = marks[: _MOST_WORDS // 2] + marks[-_MOST_WORDS // 2 :]
    return [_START, *(_word(mark, typed) for mark, typed in marks), _FINISH]


def features_of(sentence: Sentence, refusals: Collection[str] = ()) -> set[str]:
    """Return the features of a message except its spellings; `refusals` says why acts in it were not performed."""
    words = words_of(sentence)
    found = {f"r {refusal}" for refusal in refusals}
    found.add(f"l {sum(len(words) - 2 > length for length in _LENGTHS)}")
    if sentence.pleas:
        found.add("p")
    _add_words(words, found)
    _add_kinds(words, found)
    return found


def _add_words(words: list[str], found: set[str]) -> None:
    last = earlier = ""
    for word in words:
        found.add(f"w {word}")
        if last:
            found.add(f"b {last} {word}")
        if earlier:
            found.add(f"t {earlier} {last} {word}")
        earlier, last = last, word


def _add_kinds(words: list[str], found: set[str]) -> None:
    kinds = [_kinds(word) for word in words]
    for place, here in enumerate(kinds):
        for kind in here:
            found.add(f"c {kind}")
        if place + 1 == len(kinds):
            return
        for kind in here:
            for other in kinds[place + 1]:
                found.add(f"d {kind} {other}")
        for there in kinds[place + 2 : place + 1 + _REACH]:
            if there[0] in _ENDS:
                break
            for kind in here:
                for other in there:
                    found.add(f"e {kind} {other}")


@lru_cache(maxsize=20_000)
def spellings(word: str) -> tuple[str, ...]:
    """Return the runs of three to five letters of a word, its ends marked by a blank."""
    framed = f" {word} "
    return tuple({f"s {framed[at : at + size]}" for size in (3, 4, 5) for at in range(len(framed) - size + 1)})


def spelt_words(sentence: Sentence) -> set[str]:
    """Return the words as they were typed, each once."""
    typed = sentence.typed
    if len(typed) > _MOST_WORDS:
        typed = typed[: _MOST_WORDS // 2] + typed[-_MOST_WORDS // 2 :]
    return {word for word in typed if word.isascii()}


@lru_cache(maxsize=20_000)
def _kinds(word: str) -> tuple[str, ...]:
    if word in _EDGES or word in (_START, _FINISH):
        return (word,)
    classes = _classes()
    return classes.get(word) or classes.get(word.rstrip("s'")) or (("IDLE",) if word in IDLE else ("OTHER",))


@lru_cache(maxsize=1)
def _classes() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            found.setdefault(word, []).append(name)
    for name, borrowed in _BORROWED.items():
        for word in {word for source in borrowed.split() for word in GRAMMAR[source].split()}:
            found.setdefault(word, [name])
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


def _word(mark: str, typed: str) -> str:
    """The word typed if it is of a kind, else what the spelling makes of it; a mark where a footer was blanked out."""
    if mark == UNKNOWN and typed in known_words():
        return _QUOTED
    return typed if mark == UNKNOWN or ("'" not in typed and typed in _classes()) else _words().get(mark, typed)


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {mark: word for word, mark in known_words().items()}
