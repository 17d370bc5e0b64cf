"""From what people type to the words of the opt-out grammar: accents, spelling, missing spaces, emoji, leetspeak."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from conversations.reading.optout_lexicon import FILLER, GLUED, VARIANTS
from conversations.reading.optout_real_words import REAL_WORDS
from conversations.reading.optout_spelling import mended
from conversations.reading.optout_symbols import UNKNOWN, known_words, symbol

MOST_CHARACTERS = 4_000  # a reply is short; of a longer one the beginning and the end are read
_TAIL = 1_000

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\ufe0f\u00ad"), None)
_LOOK_ALIKES = str.maketrans("асеорхуѕіјԁтмнк", "aceopxysijdtmhk")
_APOSTROPHES = str.maketrans("’‘`´ʼ", "'''''")
_LEET = str.maketrans("013457@$!", "oieastasi")
_EMOJI = {
    "🛑": " stop ", "⛔": " stop ", "🖕": " fuck you ", "🚫": " softstop ", "✋": " softstop ",
    "❌": " softstop ", "🙅": " softstop ", "✖": " softstop ", "🔇": " softstop ", "🔕": " softstop ",
    "🗑": " delete ", "📴": " softstop ", "🚷": " softstop ",
    "📵": " stop texting ", "🤚": " softstop ", "😂": " lol ", "🤣": " lol ", "😆": " lol ",
    "😍": " adorable ", "🥰": " adorable ", "😘": " adorable ",
}  # fmt: skip
_EMOJI_AT = re.compile("|".join(_EMOJI))
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_ELISION = re.compile(r"\b([dmnljc]|qu)'(?=[a-z]{3}|ai\b)")  # French: m'envoyez
_SPACED_LETTERS = re.compile(r"(?<![a-z0-9'])[a-z0-9$](?:[ .\-_*]{1,2}[a-z0-9$]){2,14}(?![a-z0-9'])")
_TOKEN = re.compile(
    r"[a-z0-9$@*#'!]*[a-z0-9*#](?:'[a-z]+)?|[?]|[,:]|[.!;\n\u2026\u2014\u2013(){}\[\]|/\\<>]+| -+ |&|[^\x00-\x7f]+"
)
_EDGES = frozenset("|,?&")
_PLEASE = frozenset(["please", "porfavor", "kindly"])
_NUMBER = re.compile(r"[#$]?[0-9]+(?:am|pm|a|p|ish|th|st|nd|rd|hr|hrs|k|x)?")
_APART = re.compile(r"\bun[ -](?=sub|enrol|sign|list|regist)")
_OPT = re.compile(r"\b(?:o[^\W\d_]t|ot|otp|op[ptr]?|optt|oot) (?:out|oit|ot|iut|outt|oyt|uot|ouy)\b(?! of my)")
_DELETE = re.compile(r"\bdel(?= (?:my|me|this|number|num|#|contact))")
_HALVED = re.compile(r"^\W*(?:s ?to?p|s top|st op|sto p)\W*$")
_DO_NOT = re.compile(r"\b(?:don t|do nt|d ont|dont?n?t)\b")
_WORD_BY_WORD = re.compile(r"(?:(?<![a-z' ])|^|(?<=[.!?]\s))(?:[a-z']+\.\s+){2,}[a-z']+(?=\.|\W*$)")
_STOOP = re.compile(
    r"(?:\b(the|my|our|your|a|front|back|brick|concrete|stone|new|old|side|this|that|wood) )?\bstoop\b"
    r"(?! (?:down|repair|steps|railing|is|was|needs))"
)
_FORM = re.compile(
    r"\bform(?= (?:your|this|ur|the|these|all|any|my)\b(?: \w+)? (?:list|lists|system|text|messages|phone))"
)
_HALLO = re.compile(r"\b(hi|hey|hello|hiya|yo) there\b")
_ALONE = re.compile(r"\b(?:leave|leaf|let|leve|leav)(?= (?:me|us) (?:a ?lone|be)\b)")
_WHY = re.compile(r"\by(?= (?:r|u|you|are|do|am|is) )")
_SLASH = re.compile(r"(?<=[a-z])/(?=[a-z])")
_DOTTED = re.compile(r"(?<=[a-z])\.(?=[a-z]{2})")
_REPEATED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1")
_LATIN = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message as the grammar sees it: one character per word, and the words as typed, at the same places."""

    symbols: str
    typed: tuple[str, ...]
    plain: str
    pleading: bool  # somebody said please
    pleas: frozenset[int]  # before which words

    def words(self, start: int, end: int) -> str:
        """Return what was typed between two places."""
        return " ".join(word for word in self.typed[start:end] if word not in "|,").strip()


def plain_text(text: str) -> str:
    """Return `text` in small letters, without accents, invisible characters and letters borrowed from other scripts."""
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - _TAIL] + "\n" + text[-_TAIL:]
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_ZERO_WIDTH).translate(_APOSTROPHES)).casefold()
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        if _LATIN.search(text):
            text = text.translate(_LOOK_ALIKES)
        text = _EMOJI_AT.sub(lambda found: _EMOJI[found[0]], text)
    return text


def read_sentence(text: str) -> Sentence:
    """Split a message into the words of the grammar; fillers such as "please" are left out."""
    plain = plain_text(text)
    loose = _LINK.sub(" xlinkx ", plain) if "@" in plain or "//" in plain or "www." in plain else plain
    if "/" in loose:
        loose = _SLASH.sub(" or ", loose.replace("w/", "with "))
    if "'" in loose:
        loose = _ELISION.sub(r"\1 ", loose)
    loose = _WHY.sub("why", _APART.sub("un", loose))
    loose = _ALONE.sub("leave", loose).replace("a lone", "alone")
    loose = _DELETE.sub("delete", _DO_NOT.sub("dont", _OPT.sub("opt out", loose)))
    loose = _WORD_BY_WORD.sub(lambda found: found[0].replace(".", " "), loose)
    loose = _HALLO.sub(r"\1", loose)
    loose = _STOOP.sub(lambda found: found[0] if found[1] else "stop", loose) if "stoop" in loose else loose
    loose = _FORM.sub("from", loose)
    loose = _HALVED.sub("stop", loose)
    loose = _DOTTED.sub(" ", _SPACED_LETTERS.sub(_join_letters, loose))
    marks: list[str] = []
    typed: list[str] = []
    pleas: set[int] = set()
    typed_edge = False
    for token in _TOKEN.findall(loose):
        for word in _canonical(token):
            if word in FILLER:
                if word in _PLEASE:
                    pleas.add(len(marks))
                continue
            mark = symbol(word)
            if word in _EDGES and (not marks or typed_edge):
                continue
            typed_edge = word in _EDGES
            marks.append(mark)
            typed.append(token)
    return Sentence("".join(marks), tuple(typed), plain, bool(pleas), frozenset(pleas))


def _join_letters(found: re.Match[str]) -> str:
    joined = re.sub(r"[ .\-_*]", "", found[0])
    read = _canonical(joined)
    return found[0] if UNKNOWN in read or "num" in read else f" {joined} "


@lru_cache(maxsize=20_000)
def _canonical(token: str) -> tuple[str, ...]:
    """Return the words of the grammar that a token stands for; `w` for a word it does not know."""
    if not (_LATIN.search(token) or token[0].isdigit() or token in ("#", "$", "@")):
        return _punctuation(token)
    token = token.strip("*!'@") or "w"
    if _NUMBER.fullmatch(token):
        return ("num",)
    for look_up in (_known,) if token in REAL_WORDS else (_known, _mended):
        plain = look_up is _mended and token.isalpha() and not _REPEATED.search(token)
        for reading in [token] if plain else _readings(token):
            words = look_up(reading)
            if words:
                return words
    return ("num",) if token[0].isdigit() and not token[-1:].isalpha() else (UNKNOWN,)


def _punctuation(token: str) -> tuple[str, ...]:
    if token == "?":
        return ("?",)
    if token in (",", ":"):
        return (",",)
    return ("&",) if token == "&" else ("|",)


def _readings(token: str) -> list[str]:
    """Return the spellings worth looking up, the likeliest first."""
    readings = [] if _REPEATED.search(token) else [token, token.replace("'", "")]
    if not token.isalpha():
        readings.append(token.translate(_LEET).replace("*", ""))
        readings.append(token.translate(str.maketrans("1", "l")).translate(_LEET))
    if len(token) > 4:
        readings += [token[: at.start()] + token[at.start() + 1 :] for at in _DOUBLED.finditer(token)]
    if _REPEATED.search(token):
        readings += [
            _REPEATED.sub(r"\1", token),
            _REPEATED.sub(r"\1\1", token),
            _DOUBLED.sub(r"\1", _REPEATED.sub(r"\1", token)),
        ]
    return readings


def _known(token: str) -> tuple[str, ...] | None:
    if token in VARIANTS:
        return tuple(VARIANTS[token].split())
    if token in known_words() or token in FILLER:
        return (token,)
    return _contraction(token) if "'" in token else None


def _mended(token: str) -> tuple[str, ...] | None:
    if token in REAL_WORDS or not token.isalpha():
        return None
    word = mended(token)
    if word:
        return tuple(VARIANTS.get(word, word).split())
    return _unglue(token) if 5 <= len(token) <= 40 else None


def _contraction(token: str) -> tuple[str, ...] | None:
    stem, _, ending = token.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        stem = stem[:-1]
        return (stem if stem in known_words() else UNKNOWN, "not")
    known = stem if stem in known_words() else UNKNOWN
    return (known, "will") if ending == "ll" else (known,)


_GLUE_WORDS = frozenset(GLUED.split())
_LONGEST_GLUED = max(map(len, _GLUE_WORDS))


def _unglue(token: str) -> tuple[str, ...] | None:
    """Split "stoptextingme" into its words, if it is made of nothing else."""
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(token)
    for end in range(1, len(token) + 1):
        for start in range(max(0, end - _LONGEST_GLUED), end):
            before = ways[start]
            if before is not None and token[start:end] in _GLUE_WORDS and (end - start > 1 or token[start:end] == "i"):
                ways[end] = (*before, token[start:end])
                break
    whole = ways[-1]
    if not whole or len(whole) < 2:
        return None
    return tuple(word for part in whole for word in VARIANTS.get(part, part).split())
