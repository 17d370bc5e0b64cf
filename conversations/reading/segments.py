"""How many SMS segments a text takes, and why: what the network bills, known before sending."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: 3GPP TS 23.038, default alphabet. Upper-case c-cedilla is in it, the lower-case letter is not.
GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Same standard, extension table: each takes an escape and a septet, and the two stay together.
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")

GSM_ALONE, GSM_JOINED = 160, 153
UCS_ALONE, UCS_JOINED = 70, 67

_JOINER = "\u200d"
_NAMES = {
    **dict.fromkeys("‘’‚‛“”„‟", "a curly quote"),
    **dict.fromkeys("‐‑‒–—―", "a long dash"),
    "…": "an ellipsis in one character",
    "•": "a bullet",
    "\u00a0": "a hard space",
    "\t": "a tab",
    "`": "a backtick",
    _JOINER: "an invisible joiner",
    "\u200b": "an invisible space",
    "\ufeff": "an invisible mark",
}


@dataclass(frozen=True)
class Segments:
    """The cost of one text.

    ``units`` are septets (GSM-7) or 16-bit code units (UCS-2); ``per_segment`` is what one segment of this message
    holds; ``left`` is how many plain units still fit before another segment begins. ``cause`` is the first character
    that forces UCS-2, ``cause_name`` the same in plain words.
    """

    encoding: str
    count: int
    units: int
    per_segment: int
    left: int
    cause: str | None = None
    cause_name: str | None = None


# Campaigns ask about few texts many times: one for each first name.
@lru_cache(maxsize=4096)
def count_segments(body: str) -> Segments:
    """Count the segments of ``body`` as it stands; run :func:`smart_encode` first to count what leaves.

    An extension pair, a surrogate pair and a joined emoji are never split between segments, so a segment may end a few
    units short. An empty body counts as one segment with nothing in it.
    """
    cause = next((char for char in body if char not in GSM_BASIC and char not in GSM_EXTENSION), None)
    if cause is None:
        sizes = [2 if char in GSM_EXTENSION else 1 for char in body]
        return _packed("GSM-7", sizes, alone=GSM_ALONE, joined=GSM_JOINED)
    packed = _packed("UCS-2", list(_cluster_sizes(body)), alone=UCS_ALONE, joined=UCS_JOINED)
    return Segments(
        packed.encoding, packed.count, packed.units, packed.per_segment, packed.left, cause, _name_of(cause)
    )


@lru_cache(maxsize=4096)
def smart_encode(body: str) -> str:
    """Replace typographic characters by their plain twins, as Twilio's smart encoding does before it counts.

    Curly quotes, dashes, ellipsis, odd spaces, tab, backtick, full-width letters, invisible marks. Letters that carry
    meaning (ó, ç, emoji) stay. Applying it twice changes nothing.
    """
    return unicodedata.normalize("NFC", body).translate(_SMART)


def _packed(encoding: str, sizes: list[int], *, alone: int, joined: int) -> Segments:
    units = sum(sizes)
    if units <= alone:
        return Segments(encoding, 1, units, alone, alone - units)
    count, filled = 1, 0
    for size in sizes:
        if filled + size > joined:
            count, filled = count + 1, 0
        filled += size
    return Segments(encoding, count, units, joined, joined - filled)


def _cluster_sizes(body: str) -> Iterator[int]:
    """Sizes in code units of what must stay together: a character with its joiners, modifiers and accents."""
    size, previous, flag_open = 0, "", False
    for char in body:
        width = 2 if ord(char) > 0xFFFF else 1
        second_of_flag = flag_open and _is_regional(char)
        if size and (_extends(char) or previous == _JOINER or second_of_flag) and size + width <= UCS_JOINED:
            size += width
        else:
            if size:
                yield size
            size = width
        flag_open = _is_regional(char) and not second_of_flag
        previous = char
    if size:
        yield size


def _extends(char: str) -> bool:
    return char == _JOINER or 0x1F3FB <= ord(char) <= 0x1F3FF or unicodedata.category(char) in ("Mn", "Me")


def _is_regional(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _name_of(char: str) -> str:
    if char in _NAMES:
        return _NAMES[char]
    if unicodedata.category(char) == "So" or ord(char) > 0xFFFF:
        return "an emoji or symbol"
    if char.isalpha():
        return f"the letter {char}"
    return f"the character {char}" if char.isprintable() else "an invisible character"


def _smart_table() -> dict[int, str]:
    groups = {
        '"': "«»“”„‟ʺˮ❝❞〝〞",
        "'": "‘’‛ʻˈʼʽʹ´ˊ`ˋ❛❜︐︑‗",
        "/": "÷⧸⁄∕",
        "\\": "⧹⧵﹨",
        "|": "∣⎸⎹⏐⎜⎟",
        "-": "⎼⎽―﹣‐⁃‑‒–—•",
        "@": "﹫",
        "$": "﹩",
        "!": "ǃ︕﹗",
        "#": "﹟",
        "%": "﹪",
        "&": "﹠",
        ",": "‚﹐﹑､、",
        "(": "❨❪﹙⟮⦅",
        ")": "❩❫﹚⟯⦆",
        "*": "⁎∗⊛✢✣✤✥✱✲✳✺✻✼✽❃❉❊❋⧆﹡",
        "+": "˖﹢",
        ".": "。﹒｡",
        ":": "ː˸⦂꞉︓",
        ";": "⁏︔﹔",
        "<": "‹﹤",
        ">": "›﹥",
        "=": "꞊﹦",
        "?": "︖﹖",
        "^": "ˆ",
        "{": "❴﹛",
        "}": "❵﹜",
        "~": "˜˷∼",
        " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2028\u2029\t",
        "": "\u0000\u0003\u0004\u0010\u0011\u0012\u0013\u0014\u0017\u0019\u2060\u200b\ufeff",
        "...": "…",
        "..": "‥",
        "!!": "‼",
        "1/4": "¼",
        "1/2": "½",
        "3/4": "¾",
    }
    table = {ord(char): plain for plain, chars in groups.items() for char in chars}
    table.update({wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)})
    return table | {0xFF40: "'"}


_SMART = _smart_table()
