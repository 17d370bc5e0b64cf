"""Whether a message asks that contact stop, read by rules.

A message becomes words (optout_text), the words of every known act are looked for (optout_grammar), and for each one
found it is asked whether the sentence performs the act (optout_context): not if it is denied, belongs to somebody else,
is told of or quoted, concerns something other than our messages, or only moves them to another hour or channel. Beside
the first act that stands, the evidence of all the words is weighed (optout_evidence): it makes an opt-out where no act
is known, and takes a doubtful act back where everything else speaks against it; never one that is the whole message.
Legal background: 47 CFR 64.1200(a)(10), any wording that a reasonable person would understand (compliance.md 1.3).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from conversations.reading.autoreply import is_auto_reply
from conversations.reading.keywords import Keyword, carrier_keyword
from conversations.reading.optout_context import (
    CLAUSE_ENDS,
    SENTENCE_ENDS,
    is_performed,
    is_preference,
    speaks_of_something_else,
    without_quotations,
)
from conversations.reading.optout_evidence import Evidence, read_table, weigh_evidence
from conversations.reading.optout_grammar import Mood, Rule, rules_for
from conversations.reading.optout_lexicon import FOREIGN_MESSAGES, FOREIGN_PHRASES
from conversations.reading.optout_ordinary import without_ordinary_talk
from conversations.reading.optout_symbols import UNKNOWN, pattern, symbol, symbols_of
from conversations.reading.optout_text import Sentence, plain_text, read_sentence
from conversations.reading.quotes import reply_text


class OptOutVerdict(StrEnum):
    """How sure the reading is."""

    OPT_OUT = "opt_out"
    SUSPECTED = "suspected"
    NONE = "none"


class OptOutScope(StrEnum):
    """Which channels the person means."""

    CHANNEL = "channel"  # the one it came by: a text stops texts, WhatsApp and calls
    EMAIL = "email"
    TEXT = "text"
    ALL = "all"


@dataclass(frozen=True)
class OptOutReading:
    """What was read, the words that decided, and a sentence that says why."""

    verdict: OptOutVerdict
    scope: OptOutScope
    by_keyword: bool
    matched: str
    why: str


_NOTHING = OptOutReading(OptOutVerdict.NONE, OptOutScope.CHANNEL, False, "", "Nothing in it asks that contact stop.")
_EMAIL_WORDS = frozenset(
    symbol(word)
    for word in [
        "email",
        "emails",
        "emailing",
        "mail",
        "mails",
        "mailing",
        "mailings",
        "newsletter",
        "emailed",
        "correo",
        "correos",
    ]
)
_TEXT_WORDS = frozenset(
    symbol(word)
    for word in ["text", "texts", "texting", "sms", "mms", "texted", "whatsapp", "message", "messages", "messaging"]
)
_CALL_WORDS = frozenset(
    symbol(word) for word in ["call", "calls", "calling", "phone", "ring", "phoning", "called", "voicemails"]
)
_EVERYTHING = frozenset(
    symbol(word)
    for word in [
        "contact",
        "contacting",
        "contacted",
        "ever",
        "communication",
        "communications",
        "everything",
        "any",
        "data",
    ]
)
_FOREIGN_PHRASES = tuple(plain_text(phrase) for phrase in FOREIGN_PHRASES)
_FOREIGN_MESSAGES = frozenset(plain_text(phrase) for phrase in FOREIGN_MESSAGES)
_OTHER_MATTERS = frozenset(symbols_of("OTHER_LIST") + symbol(UNKNOWN))
_KEEN = pattern(
    "(sign me up|i am in|count me in|book (me|it)|when can (i|YOU|we)|how (much|soon)|i (will|would) (take|love)|deal|"
    "(num|w) off `?`|really `?`|shut up really|i want (one|in|it)|no way)"
)
_EARNEST = frozenset(
    symbols_of("SENT") + symbols_of("SAYING") + symbols_of("NEGS") + symbol("number") + symbol("remove")
)
_FEW_WORDS = 3
_BESIDE_THE_POINT = frozenset(CLAUSE_ENDS + symbols_of("INTERJECT"))
_LAUGHTER = frozenset(symbols_of("LAUGH") + symbols_of("PRAISE"))


def read_opt_out(text: str, *, channel: str = "sms") -> OptOutReading:
    """Read whether `text` asks that contact stop; `channel` is the one it came by (sms, whatsapp, email, webchat).

    Only the verdict OPT_OUT is an opt-out. SUSPECTED is real doubt, for a person to look at. Never raises.
    """
    if carrier_keyword(text) is Keyword.STOP:
        return OptOutReading(
            OptOutVerdict.OPT_OUT, OptOutScope.CHANNEL, True, text.strip(), "The whole message is a stop word."
        )
    whole, sentence = read_message(text)
    foreign = _foreign_phrase(sentence.plain)
    if foreign:
        return _found(
            OptOutVerdict.OPT_OUT, OptOutScope.CHANNEL, foreign, "a phrase of another language that asks to stop"
        )
    if not sentence.symbols.strip(CLAUSE_ENDS):
        return _NOTHING
    act, refusals = read_acts(sentence, channel)
    if act and act.is_clear:
        return act.reading
    if whole is not sentence:
        refusals.add("ORDINARY")
    evidence = weigh_evidence(whole, refusals)
    return _read_act_by(evidence, act) if act else _read_evidence(evidence, whole, channel)


def read_message(text: str) -> tuple[Sentence, Sentence]:
    """Return the new words of a message, and the same without everyday turns of phrase: twice one where it has none."""
    said = reply_text(text) if "\n" in text else text
    whole = without_quotations(read_sentence(said))
    told = without_ordinary_talk(said)
    return whole, whole if told == said else without_quotations(read_sentence(told))


@dataclass(frozen=True, slots=True)
class Act:
    """An act that stands, and where."""

    reading: OptOutReading
    sentence: Sentence
    start: int
    end: int

    @property
    def is_clear(self) -> bool:
        """Whether too little stands beside it to weigh: nothing but pleasantries, a few words where it is doubtful."""
        symbols = self.sentence.symbols
        beside = [mark for mark in symbols[: self.start] + symbols[self.end :] if mark not in _BESIDE_THE_POINT]
        return len(beside) <= (_FEW_WORDS if self.reading.verdict is OptOutVerdict.SUSPECTED else 0)

    def own_sentence(self) -> Sentence:
        """The sentence of the message in which it stands."""
        symbols = self.sentence.symbols
        start, end = self.start, self.end
        while start and symbols[start - 1] not in SENTENCE_ENDS:
            start -= 1
        while end < len(symbols) and symbols[end] not in SENTENCE_ENDS:
            end += 1
        pleas = frozenset(place - start for place in self.sentence.pleas if start <= place <= end)
        return replace(self.sentence, symbols=symbols[start:end], typed=self.sentence.typed[start:end], pleas=pleas)


def read_acts(sentence: Sentence, channel: str) -> tuple[Act | None, set[str]]:
    """Return the first act that stands, else the first doubtful one, and why others do not stand."""
    suspected: Act | None = None
    refusals: set[str] = set()
    for rule in rules_for(sentence.symbols):
        act = _read_rule(rule, sentence, channel, refusals)
        if act and act.reading.verdict is OptOutVerdict.OPT_OUT:
            return act, refusals
        suspected = suspected or act
    return suspected, refusals


def _read_act_by(evidence: Evidence, act: Act) -> OptOutReading:
    """An act stands, is doubted or falls by the evidence of the message and of its own sentence, whichever is more."""
    table, reading = read_table(), act.reading
    is_doubtful = reading.verdict is OptOutVerdict.SUSPECTED
    enough = table.confirmed_from if is_doubtful else table.kept_from
    score = evidence.score
    if score < enough and not is_doubtful:
        score = max(score, weigh_evidence(act.own_sentence()).score)
    if score < table.dropped_below:
        return _NOTHING
    verdict = OptOutVerdict.OPT_OUT if score >= enough else OptOutVerdict.SUSPECTED
    if verdict is reading.verdict:
        return reading
    return _found(verdict, reading.scope, reading.matched, "by the evidence of the whole message")


def _read_evidence(evidence: Evidence, sentence: Sentence, channel: str) -> OptOutReading:
    """What the grammar has no words for is weighed, unless a machine wrote it."""
    table = read_table()
    if evidence.score < table.suspected_from or is_auto_reply(sentence.plain, channel=channel):
        return _NOTHING
    verdict = OptOutVerdict.OPT_OUT if evidence.score >= table.sure_from else OptOutVerdict.SUSPECTED
    words = sentence.words(0, len(sentence.symbols))
    scope = _scope(sentence, 0, len(sentence.symbols), channel)
    return _found(verdict, scope, words, "evidence: " + "; ".join(evidence.strongest))


def _foreign_phrase(plain: str) -> str | None:
    if plain.strip(" .!?¡¿,") in _FOREIGN_MESSAGES:
        return plain.strip()
    return None if plain.isascii() else next((phrase for phrase in _FOREIGN_PHRASES if phrase in plain), None)


def _refusal(rule: Rule, sentence: Sentence, start: int, end: int) -> str | None:
    """Why words that name an act do not perform it, if they do not."""
    if not is_performed(rule, sentence, start, end):
        return "DENIED"
    if speaks_of_something_else(rule, sentence, start, end):
        return "ELSEWHERE"
    return "PREFERENCE" if rule.limited and is_preference(sentence, start, end) else None


def _read_rule(rule: Rule, sentence: Sentence, channel: str, refusals: set[str]) -> Act | None:
    doubt: Act | None = None
    for found in _matches(rule, sentence.symbols):
        start, end = found.span()
        if start == end:
            continue
        refusal = _refusal(rule, sentence, start, end)
        if refusal:
            refusals.add(refusal)
            continue
        words = sentence.words(start, end)
        scope = _scope(sentence, start, end, channel)
        if rule.doubtful or _is_said_in_play(rule, sentence, start, end):
            doubt = Act(_found(OptOutVerdict.SUSPECTED, scope, words, rule.name), sentence, start, end)
            continue
        return Act(_found(OptOutVerdict.OPT_OUT, scope, words, rule.name), sentence, start, end)
    return doubt


def _matches(rule: Rule, symbols: str) -> Iterator[re.Match[str]]:
    if rule.mood is not Mood.WHOLE:
        return rule.shape.finditer(symbols)
    whole = rule.shape.fullmatch(symbols.rstrip(CLAUSE_ENDS))
    return iter([whole] if whole else [])


def _is_said_in_play(rule: Rule, sentence: Sentence, start: int, end: int) -> bool:
    """ "Stop it, you're too kind" and "make it stop" of a pain: doubtful where much else is said."""
    if rule.name in ("stop it", "go away", "cut it out", "stop alone", "quit alone") and _KEEN.search(sentence.symbols):
        return True
    if rule.name not in ("stop alone", "stop it", "go away") and not rule.topical:
        return False
    rest = sentence.symbols[:start] + sentence.symbols[end:]
    if any(mark in _LAUGHTER for mark in rest) and len(rest) > 1 and not (sentence.pleading or _EARNEST & set(rest)):
        return True
    return rule.topical and bool(_OTHER_MATTERS & set(rest)) and not any(mark in _TEXT_WORDS for mark in rest)


def _scope(sentence: Sentence, start: int, end: int, channel: str) -> OptOutScope:
    said = set(sentence.symbols[start : end + 4])
    if said & _EVERYTHING and not said & (_EMAIL_WORDS | _TEXT_WORDS | _CALL_WORDS):
        return OptOutScope.ALL
    if said & _EMAIL_WORDS and not said & (_TEXT_WORDS | _CALL_WORDS):
        return OptOutScope.EMAIL
    if channel == "email" and said & _TEXT_WORDS and not said & _EMAIL_WORDS:
        return OptOutScope.TEXT
    return OptOutScope.CHANNEL


def _found(verdict: OptOutVerdict, scope: OptOutScope, words: str, act: str) -> OptOutReading:
    sure = "asks" if verdict is OptOutVerdict.OPT_OUT else "may ask"
    return OptOutReading(verdict, scope, False, words, f"“{words}” {sure} that contact stop ({act}).")
