"""Word patterns that look for a word they cannot do without before they match.

Most messages hold none of the words that an act needs; asking for those first makes reading several times faster.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.reading.optout_symbols import pattern

_PIECE = re.compile(r"\(\?[:=!]|\[\^?[^\]]*\]|\{(\d*),?\d*\}|.", re.DOTALL)
_Needed = frozenset[str] | None  # at least one of these is there wherever the pattern matches; None if nothing is known


@dataclass(frozen=True, slots=True)
class Shape:
    """A compiled pattern, with the symbols of which every match holds at least one."""

    expression: re.Pattern[str]
    needed: _Needed

    def finditer(self, symbols: str) -> Iterator[re.Match[str]]:
        """Return the matches in `symbols`, one after the other."""
        return iter(()) if self._cannot_match(symbols) else self.expression.finditer(symbols)

    def fullmatch(self, symbols: str) -> re.Match[str] | None:
        """Return the match of all of `symbols`, or None."""
        return None if self._cannot_match(symbols) else self.expression.fullmatch(symbols)

    def _cannot_match(self, symbols: str) -> bool:
        return self.needed is not None and self.needed.isdisjoint(symbols)


def shape(notation: str) -> Shape:
    """Compile a pattern in the notation of optout_symbols."""
    expression = pattern(notation)
    return Shape(expression, _Reader(expression.pattern).choice())


class _Reader:
    """Reads the few constructs that optout_symbols writes: classes, groups, choices, repetition, lookahead."""

    def __init__(self, expression: str) -> None:
        self.pieces = [found[0] for found in _PIECE.finditer(expression)]
        self.at = 0

    def choice(self) -> _Needed:
        """Read up to the end of a group: what every branch needs, together."""
        branches = [self._sequence()]
        while self.at < len(self.pieces) and self.pieces[self.at] == "|":
            self.at += 1
            branches.append(self._sequence())
        needed: frozenset[str] = frozenset()
        for branch in branches:
            if branch is None:
                return None
            needed |= branch
        return needed

    def _sequence(self) -> _Needed:
        """Read one branch: of the symbols that its parts need, the fewest."""
        best: _Needed = None
        while self.at < len(self.pieces) and self.pieces[self.at] not in ("|", ")"):
            part = self._part()
            if self._may_be_missing():
                part = None
            if part is not None and (best is None or len(part) < len(best)):
                best = part
        return best

    def _part(self) -> _Needed:
        piece = self.pieces[self.at]
        self.at += 1
        if piece in ("(?:", "(?=", "(?!"):
            inside = self.choice()
            self.at += 1
            return inside if piece == "(?:" else None
        if piece in ("^", "$", ".") or piece.startswith("[^"):
            return None
        return frozenset(piece[1:-1]) if piece.startswith("[") else frozenset(piece)

    def _may_be_missing(self) -> bool:
        """Read what repeats the part just read, and return whether it may be there no time at all."""
        missing = False
        while self.at < len(self.pieces) and self.pieces[self.at][0] in "*+?{":
            piece = self.pieces[self.at]
            missing = missing or piece in ("*", "?") or piece.startswith(("{0", "{,"))
            self.at += 1
        return missing
