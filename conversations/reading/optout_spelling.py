"""Mending slips of the fingers: the word of the grammar that a misspelt one most likely stands for.

A word is mended only if it is no everyday word itself, and only into a word that matters to the reading. One slip is
mended anywhere; two only in long words. Of several candidates the one with the likeliest slips wins: neighbours
swapped, a letter lost or doubled, the next key hit, any other letter.
"""

from conversations.reading.optout_real_words import MENDED, REAL_WORDS

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LONG = 7  # letters from which two slips are mended
_SHORTEST, _LONGEST = 3, 16
_SWAP, _LOST, _DOUBLED, _BESIDE, _OTHER = 1.0, 1.1, 1.1, 1.2, 1.4
_TOO_FAR = 9.0


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for row, keys in enumerate(_KEYS):
        for at, key in enumerate(keys):
            around = keys[max(0, at - 1) : at] + keys[at + 1 : at + 2]
            if row:
                around += _KEYS[row - 1][at : at + 2]
            if row + 1 < len(_KEYS):
                around += _KEYS[row + 1][max(0, at - 1) : at + 1]
            near[key] = around
    return near


NEAR = _neighbours()


def _shortened(word: str, most: int) -> set[str]:
    """All spellings with up to `most` letters left out."""
    found = last = {word}
    for _ in range(most):
        last = {spelling[:at] + spelling[at + 1 :] for spelling in last for at in range(len(spelling))}
        found = found | last
    return found


def _slips_mended(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _index() -> dict[str, list[str]]:
    """The words worth mending, by their spellings with a letter or two left out."""
    found: dict[str, list[str]] = {}
    for word in MENDED:
        for spelling in _shortened(word, _slips_mended(word)):
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


_INDEX = _index()
_UNSUBSCRIBES = _unsubscribes()


def mended(word: str) -> str | None:
    """Return the word that `word` is a slip of, or None if it is a real word or too far from any that matters."""
    if word in REAL_WORDS or not _SHORTEST <= len(word) <= _LONGEST:
        return None
    if word in _UNSUBSCRIBES:
        return _UNSUBSCRIBES[word]
    best, least = None, _TOO_FAR
    for spelling in _shortened(word, _slips_mended(word)):
        for candidate in _INDEX.get(spelling, ()):
            cost = _cost(word, candidate)
            if cost < least or (cost == least and best and _RANK[candidate] < _RANK[best]):
                best, least = candidate, cost
    return best


_RANK = {word: rank for rank, word in enumerate(MENDED)}


def _cost(typed: str, meant: str) -> float:
    """How unlikely it is that `meant` was typed as `typed`: the sum of the slips that lead there."""
    earlier: list[float] = []
    before: list[float] = []
    row = [_LOST * at for at in range(len(meant) + 1)]
    for at, letter in enumerate(typed, 1):
        earlier, before, row = before, row, [_OTHER * at]
        added = _DOUBLED if at > 1 and letter == typed[at - 2] else _OTHER
        for to, wanted in enumerate(meant, 1):
            changed = 0.0 if letter == wanted else _BESIDE if letter in NEAR.get(wanted, "") else _OTHER
            least = min(before[to] + added, row[to - 1] + _LOST, before[to - 1] + changed)
            if at > 1 and to > 1 and letter == meant[to - 2] and typed[at - 2] == wanted:
                least = min(least, earlier[to - 2] + _SWAP)
            row.append(least)
    allowed = _OTHER * min(_slips_mended(meant), _slips_mended(typed) if len(typed) < _LONG - 1 else 2)
    return row[-1] if row[-1] <= allowed else _TOO_FAR
