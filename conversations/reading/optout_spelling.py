"""Mending slips of the fingers: the word of the grammar that a misspelt one most likely stands for.

A word is mended only if it is no everyday word itself, and only into a word that matters to the reading. One slip is
mended anywhere; two only in long words. Of several candidates the likeliest slip wins: neighbours swapped, a letter
lost or doubled, the next key hit, any other letter.
"""

from string import ascii_lowercase

from conversations.reading.optout_real_words import MENDED, REAL_WORDS

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG = 7
_SHORTEST = 3


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for row, keys in enumerate(_KEYS):
        for at, key in enumerate(keys):
            around = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            for other in (row - 1, row + 1):
                if 0 <= other < len(_KEYS):
                    start = at if other > row else at
                    around += _KEYS[other][max(0, start - 1) : start + 2]
            near[key] = around
    return near


_NEAR = _neighbours()


def _cuts(word: str) -> list[tuple[str, str]]:
    return [(word[:at], word[at:]) for at in range(len(word) + 1)]


def _swapped(word: str) -> set[str]:
    return {left + right[1] + right[0] + right[2:] for left, right in _cuts(word) if len(right) > 1}


def _lost(word: str) -> set[str]:
    return {left + right[1:] for left, right in _cuts(word) if right}


def _doubled(word: str) -> set[str]:
    return {left + right[0] + right for left, right in _cuts(word) if right}


def _next_key(word: str) -> set[str]:
    beside = {left + key + right[1:] for left, right in _cuts(word) if right for key in _NEAR[right[0]]}
    return beside | {left + key + right for left, right in _cuts(word) if right for key in _NEAR[right[0]]}


def _any_letter(word: str) -> set[str]:
    other = {left + letter + right[1:] for left, right in _cuts(word) if right for letter in ascii_lowercase}
    return other | {left + letter + right for left, right in _cuts(word) for letter in ascii_lowercase}


def _one_slip_away() -> dict[str, str]:
    slips: dict[str, str] = {}
    for slip in (_swapped, _lost, _doubled, _next_key, _any_letter):
        for word in MENDED:
            for spelling in slip(word) - REAL_WORDS:
                slips.setdefault(spelling, word)
    for word in MENDED:
        slips.pop(word, None)
    return {spelling: word for spelling, word in slips.items() if len(spelling) >= _SHORTEST}


def _shortened(word: str, most: int) -> set[str]:
    """All spellings with up to `most` letters left out."""
    found = {word}
    for _ in range(most):
        found |= {spelling[:at] + spelling[at + 1 :] for spelling in found for at in range(len(spelling))}
    return found


def _long_words_shortened() -> dict[str, list[str]]:
    """Long words by their spellings with up to two letters left out."""
    found: dict[str, list[str]] = {}
    for word in MENDED:
        if len(word) >= _LONG:
            for spelling in _shortened(word, 2):
                found.setdefault(spelling, []).append(word)
    return found


def _unsubscribes() -> dict[str, str]:
    """The word that people misspell most, with up to three letters left out."""
    return {
        slip: word
        for word in ("unsubscribed", "unsubscribe")
        for slip in _shortened(word, 3) - REAL_WORDS
        if slip.startswith("un")
    }


_SLIPS = _one_slip_away() | _unsubscribes()
_SHORTENED = _long_words_shortened()


def mended(word: str) -> str | None:
    """Return the word that `word` is a slip of, or None if it is a real word or too far from any that matters."""
    if word in REAL_WORDS or len(word) < _SHORTEST:
        return None
    if word in _SLIPS:
        return _SLIPS[word]
    if not _LONG <= len(word) <= 16:
        return None
    for spelling in sorted(_shortened(word, 2), key=len, reverse=True):
        for candidate in _SHORTENED.get(spelling, ()):
            if candidate[0] == word[0] and abs(len(candidate) - len(word)) < 3 and _within_two(word, candidate):
                return candidate
    return None


def _within_two(word: str, other: str) -> bool:
    """Whether at most two slips, a swap counting as one, lead from one word to the other."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        earlier, before, row = before, row, [at] + [0] * len(other)
        for to, wanted in enumerate(other, 1):
            row[to] = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == wanted:
                row[to] = min(row[to], earlier[to - 2] + 1)
    return row[-1] <= 2
