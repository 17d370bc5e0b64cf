"""A notation for word patterns: sentences become strings with one character per word.

A pattern such as `CEASE (DET | DESC)* NOUN` is compiled to a regular expression over those characters. Words in
capitals are classes of the lexicon, words in small letters stand for themselves, `W` is any word and `w` an unknown
one; bar, comma and question mark in backquotes are ends of clauses; parentheses, bars, repetition and lookahead keep
their meaning. An offset in the string is therefore the number of a word, and matching costs next to nothing.
"""

import re

from conversations.reading.optout_lexicon import CLASSES

UNKNOWN = "w"
_FIRST = 0xE000  # private use area: never collides with what people type
_symbols: dict[str, str] = {}
_PIECE = re.compile(r"[A-Z_]{2,}|W(?![A-Z_])|[a-z0-9]+|\(\?[:!=]|\{\d*,?\d*\}|`[^`]`|\S")
_ANY_AMONG_OTHERS = re.compile(r"\((?:[^()]*\|W(?![A-Z_])(?:\|[^()]*)?|W\|[^()]*)\)([*+])")
_FEW = {"*": "0,8}", "+": "1,8}"}
_BOUNDARIES = {"`|`": "|", "`,`": ",", "`?`": "?", "`&`": "&"}


def symbol(word: str) -> str:
    """Return the character that stands for `word`, making one if need be."""
    return _symbols.setdefault(word, chr(_FIRST + len(_symbols)))


def known_words() -> dict[str, str]:
    """Every word that a pattern speaks of, with its character. Complete once the grammar has been imported."""
    return _symbols


def symbols_of(name: str) -> str:
    """Return the characters of a class of the lexicon."""
    return "".join(symbol(word) for word in CLASSES[name].split())


_CHARACTERS = {name: symbols_of(name) for name in CLASSES}
_ANY_WORD = "[^" + "".join(symbol(mark) for mark in "|,?&") + "]"


def _translate(piece: str) -> str:
    if piece in _CHARACTERS:
        return f"[{_CHARACTERS[piece]}]"
    if piece == "W":
        return _ANY_WORD
    if piece in _BOUNDARIES:
        return symbol(_BOUNDARIES[piece])
    if piece == "&":
        return symbol(piece)
    if piece[0].isalnum():
        return symbol(piece)
    return "(?:" if piece == "(" else piece


def pattern(notation: str) -> re.Pattern[str]:
    """Compile a pattern in the notation of this module.

    A repeated choice between some words and any word is the same as a few of any word; read as written it would take
    exponential time over long messages.
    """
    notation = _ANY_AMONG_OTHERS.sub(lambda found: "(W){" + _FEW[found[1]], notation)
    return re.compile("".join(_translate(piece) for piece in _PIECE.findall(notation)))
