"""What a reply means, by rules alone: one intent of twenty, with flags and facts. No model, no clock, no database.

The opt-out rules speak first and win. Then the machine check. Then every cue of the lexicon that is found adds its
weight to its intent, cues with a negative weight take away, and the heaviest intent is the answer; where two are near
each other, the one whose oversight would hurt more goes first. A question mark tips the balance to questions. Where
English finds nothing, Spanish, French and Portuguese get their turn; where every cue was outweighed, the one with the
least against it is a guess of low confidence, which goes to a person.

The cues: ``triage_lexicon`` and ``_alarm`` hold what people name, ``_grievances``, ``_harms``, ``_declines``,
``_timing`` and ``_wishes`` what they tell, ``_leanings`` what the form says, ``_spanish`` and ``_romance`` the other
languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from conversations.assistant.triage_classes import with_classes
from conversations.assistant.triage_declines import DECLINE_CUES
from conversations.assistant.triage_grievances import GRIEVANCE_CUES
from conversations.assistant.triage_harms import HARM_CUES
from conversations.assistant.triage_hours import asks_about_hours, weekly_hours_answer
from conversations.assistant.triage_leanings import LEANING_CUES
from conversations.assistant.triage_lexicon import EVERYDAY_CUES
from conversations.assistant.triage_lexicon_alarm import ALARM_CUES
from conversations.assistant.triage_romance import ROMANCE_CUES
from conversations.assistant.triage_spanish import SPANISH_CUES
from conversations.assistant.triage_times import EXACT_TIME, SPANISH_EXACT_TIME, VAGUE_TIME
from conversations.assistant.triage_timing import TIMING_CUES
from conversations.assistant.triage_wishes import WISH_CUES
from conversations.assistant.triage_words import Vocabulary, Words, prepare
from conversations.reading.autoreply import is_auto_reply
from conversations.reading.optout import OptOutReading, OptOutVerdict, read_opt_out


class Intent(StrEnum):
    """The twenty meanings of an inbound message."""

    OPT_OUT = "opt_out"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    ALREADY_SERVED = "already_served"
    NOT_NOW = "not_now"
    BUSY = "busy"
    FOLLOW_UP_AT = "follow_up_at"
    CALL_ME = "call_me"
    BOOKED_ALREADY = "booked_already"
    BOOKING_REQUEST = "booking_request"
    PRICING_QUESTION = "pricing_question"
    QUESTION = "question"
    POSITIVE = "positive"
    COMPLAINT = "complaint"
    EMERGENCY = "emergency"
    SENSITIVE = "sensitive"
    ASKS_HUMAN = "asks_human"
    CONTACT_UPDATE = "contact_update"
    AUTO_REPLY = "auto_reply"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class TriageReading:
    """One reading: ``confidence`` from 0 to 1, ``why`` names the words that led here."""

    intent: Intent
    confidence: float
    flags: frozenset[str] = frozenset()
    facts: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    engine: str = "builtin"


@dataclass(frozen=True)
class Cue:
    """One line of the lexicon; the search is made ready when first needed, so that starting costs nothing."""

    intent: Intent
    weight: float
    pattern: str

    @cached_property
    def shape(self) -> re.Pattern[str]:
        return _compiled(self.pattern)


#: Where weights are near each other, the meaning whose oversight would hurt more comes first.
PRIORITY = (
    Intent.AUTO_REPLY, Intent.EMERGENCY, Intent.SENSITIVE, Intent.COMPLAINT, Intent.WRONG_NUMBER, Intent.ASKS_HUMAN,
    Intent.ALREADY_SERVED, Intent.BOOKED_ALREADY, Intent.FOLLOW_UP_AT, Intent.CONTACT_UPDATE, Intent.CALL_ME,
    Intent.BUSY, Intent.NOT_NOW, Intent.PRICING_QUESTION, Intent.BOOKING_REQUEST, Intent.NOT_INTERESTED,
    Intent.QUESTION, Intent.POSITIVE, Intent.UNCLEAR,
)  # fmt: skip
_NEAR = 0.05
_ENOUGH = 3.5
_WEAK = 5.0
_FURTHER_CUES = 0.1
_STRONG = 7.0
_ALARMING = 9.0
#: From here on a reading stands against a mere suspicion of an opt-out.
_CLEAR = 8.4
#: What a cue is worth that others speak against, where nothing else speaks at all.
_CONTRADICTED = 0.45
_YES = re.compile(
    r"^(?:yes|sure|ok|please|yes please|si|claro|absolutely|definitely|go ahead|sounds good|works|thumbsup)$"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    strict = pattern.startswith("^") and pattern.endswith("$")
    for name, words in (("{exact}", EXACT_TIME), ("{vague}", VAGUE_TIME), ("{es_exact}", SPANISH_EXACT_TIME)):
        pattern = pattern.replace(name, f"(?:{words})")
    pattern = with_classes(pattern)
    pattern = re.sub(r" ?~~ ?", r"(?: [^ .?]+){0,8} ", pattern)
    pattern = re.sub(r" ?~ ?", r"(?: [^ .?]+){0,3} ", pattern)
    if not strict:
        pattern = re.sub(r"(?<!\\)\$", r"(?=$| [.?])", pattern)
    return re.compile(pattern)


def _cues(*tables: Mapping[str, tuple[tuple[float, str], ...]]) -> tuple[Cue, ...]:
    """All lines of the tables; what speaks against an intent comes after all that speaks for one."""
    cues = (Cue(Intent(intent), *line) for table in tables for intent, lines in table.items() for line in lines)
    return tuple(sorted(cues, key=lambda cue: cue.weight < 0))


_ENGLISH = _cues(
    ALARM_CUES, EVERYDAY_CUES, HARM_CUES, GRIEVANCE_CUES, DECLINE_CUES, TIMING_CUES, WISH_CUES, LEANING_CUES
)
_SPANISH = _cues(SPANISH_CUES, ROMANCE_CUES)
_VOCABULARY = Vocabulary(
    word
    for table in (ALARM_CUES, EVERYDAY_CUES)
    for lines in table.values()
    for _, pattern in lines
    for word in re.findall(r"(?<![\\a-z])[a-z]{4,}(?![a-z*+?\\])", pattern)
)
_EXACT = re.compile(EXACT_TIME)
_SPANISH_EXACT = re.compile(SPANISH_EXACT_TIME)


def read_intent(text: str, *, channel: str = "sms", asked: str | None = None) -> TriageReading:
    """Read what ``text`` means.

    ``asked`` is what our last message asked ("interested?", "time?", "call?"), so that "yes" has a meaning. Never
    raises; what nothing speaks for is ``unclear`` with low confidence.
    """
    words = prepare(text, vocabulary=_VOCABULARY)
    opt_out = _read_stop(text, words, channel)
    if opt_out.verdict is OptOutVerdict.OPT_OUT:
        return _reading(Intent.OPT_OUT, 1.0 if opt_out.by_keyword else 0.95, words, opt_out.why)
    if is_auto_reply(text, channel=channel):
        return _reading(Intent.AUTO_REPLY, 0.9, words, "It reads like a message written by a machine.")
    scores, found = _weigh(words)
    if not words.spanish and max(scores.values(), default=0.0) < _WEAK:
        words, scores, found = _once_more_in_spanish(text, words, scores, found)
    _lean_on_context(scores, words, asked)
    _lean_on_hours(scores, words)
    intent, lead = _heaviest(scores)
    top = scores.get(intent, 0.0)
    if opt_out.verdict is OptOutVerdict.SUSPECTED and top < _CLEAR:
        return _reading(Intent.OPT_OUT, 0.5, words, opt_out.why)
    if top < _ENOUGH and intent is not Intent.UNCLEAR:
        intent, top, lead = _least_contradicted(words)
    if top < _ENOUGH:
        return _reading(Intent.UNCLEAR, 0.3, words, "Nothing in it says what is wanted.")
    return _reading(intent, _confidence(top, lead), words, _tell_words(found.get(intent, ())))


def _tell_words(found: Sequence[str]) -> str:
    """Name the words that spoke for an intent, each once, however many cues they met."""
    telling = [each for each in dict.fromkeys(found) if not any(each in other for other in found if other != each)]
    quoted = ", ".join(f'"{each}"' for each in telling[:3])
    return f"Read from: {quoted}." if quoted else "Read from its form."


#: "Can't text, I'm driving" is about the sender's hands, "don't text about my case" about a subject: neither is a stop.
_NO_STOP = re.compile(
    r"\b(?:i )?can not (?:text|txt|message|type|talk)(?: (?:right now|now|at the moment|today))?"
    r"(?! (?:me|you|this number)\b)"
    r"|\b(?:do not|never|not|dont) (?:text|message|write|email|talk|leave (?:messages|voicemails?)) (?:me )?about"
    r" (?:my|the|his|her|our) (?:case|divorce|diagnosis|results|test results|treatment|health|condition|surgery"
    r"|pregnancy|therapy|bankruptcy|custody|procedure|medication|legal \w+|medical \w+)\b(?! any ?more)"
)


def _read_stop(text: str, words: Words, channel: str) -> OptOutReading:
    """The opt-out rules on ``text``; where they read one into such words, on what is left without them."""
    reading = read_opt_out(text, channel=channel)
    if reading.verdict is not OptOutVerdict.OPT_OUT or reading.by_keyword:
        return reading
    rest = _NO_STOP.sub(" ", words.plain)
    return reading if rest == words.plain else read_opt_out(rest, channel=channel)


def _weigh(words: Words) -> tuple[dict[Intent, float], dict[Intent, list[str]]]:
    """Add up the cues: the heaviest of an intent counts in full, further ones a little, contrary ones against it."""
    best: dict[Intent, float] = {}
    further: dict[Intent, float] = {}
    against: dict[Intent, float] = {}
    found: dict[Intent, list[str]] = {}
    for cue, match in _matches(words):
        if cue.weight < 0:
            against[cue.intent] = against.get(cue.intent, 0.0) + cue.weight
            continue
        found.setdefault(cue.intent, []).append(match)
        if cue.weight >= _STRONG:
            further[cue.intent] = further.get(cue.intent, 0.0) + min(cue.weight, best.get(cue.intent, 0.0))
        best[cue.intent] = max(cue.weight, best.get(cue.intent, 0.0))
    bonus = {
        each: 0.0 if each is Intent.QUESTION else min(1.0, _FURTHER_CUES * further.get(each, 0.0)) for each in best
    }
    return {each: best[each] + bonus[each] + against.get(each, 0.0) for each in best}, found


def _least_contradicted(words: Words) -> tuple[Intent, float, float]:
    """Where every cue was outweighed, the one with the least against it, at a weight for a person to act on."""
    strongest: dict[Intent, float] = {}
    against: dict[Intent, float] = {}
    for cue, _ in _matches(words):
        table = strongest if cue.weight > 0 else against
        table[cue.intent] = max(table.get(cue.intent, 0.0), abs(cue.weight))
    left = {each: weight - 0.1 * against.get(each, 0.0) for each, weight in strongest.items() if weight >= _STRONG}
    if not left:
        return Intent.UNCLEAR, 0.0, 0.0
    intent, _ = _heaviest(left)
    return intent, left[intent] * _CONTRADICTED, 0.0


def _once_more_in_spanish(
    text: str, words: Words, scores: dict[Intent, float], found: dict[Intent, list[str]]
) -> tuple[Words, dict[Intent, float], dict[Intent, list[str]]]:
    """Short Spanish texts do not look Spanish; where English found nothing, the Spanish cues get their turn."""
    spanish = prepare(text, vocabulary=_VOCABULARY, as_spanish=True)
    spanish_scores, spanish_found = _weigh(spanish)
    better = max(spanish_scores.values(), default=0.0) >= _WEAK
    return (spanish, spanish_scores, spanish_found) if better else (words, scores, found)


def _matches(words: Words) -> Iterator[tuple[Cue, str]]:
    cues = _SPANISH if words.spanish else _ENGLISH
    spoken_for: set[Intent] = set()
    for cue in cues:
        if cue.weight < 0 and cue.intent not in spoken_for:
            continue
        match = cue.shape.search(words.named) or (cue.shape.search(words.core) if words.named != words.core else None)
        if not match and cue.intent is Intent.AUTO_REPLY:
            # Machines thank and greet: what politeness takes off is part of their form.
            match = cue.shape.search(words.plain)
        if match:
            spoken_for.add(cue.intent)
            yield cue, match[0].strip()


def _lean_on_context(scores: dict[Intent, float], words: Words, asked: str | None) -> None:
    """What the form and our last question add to the words."""
    if words.asks and len(words.core.split()) > 2:
        scores[Intent.QUESTION] = scores.get(Intent.QUESTION, 4.0) + 0.8
    if scores.get(Intent.EMERGENCY, 0.0) >= _ALARMING and scores.get(Intent.PRICING_QUESTION, 0.0) < _STRONG:
        # "Flooding, can someone come out": the wish follows from the harm, unless only its price is asked.
        scores[Intent.EMERGENCY] += 0.8
    if words.shouting and Intent.COMPLAINT in scores:
        scores[Intent.COMPLAINT] += 0.5
    if not asked:
        return
    question = asked.lower()
    if _YES.match(words.core):
        wanted = (
            Intent.CALL_ME
            if "call" in question
            else Intent.BOOKING_REQUEST
            if re.search(r"book|slot|appoint", question)
            else Intent.POSITIVE
        )
        scores[wanted] = 11.0
    if re.search(r"time|when|slot|day", question) and _times(words):
        booking = re.search(r"book|slot|appoint|come", question)
        scores[Intent.BOOKING_REQUEST if booking else Intent.FOLLOW_UP_AT] = 11.0


#: What the form of a question about hours is easily taken for.
_LIKE_HOURS = frozenset({Intent.QUESTION, Intent.BOOKING_REQUEST, Intent.BUSY, Intent.ASKS_HUMAN, Intent.UNCLEAR,
                         Intent.FOLLOW_UP_AT, Intent.NOT_NOW})  # fmt: skip


def _lean_on_hours(scores: dict[Intent, float], words: Words) -> None:
    """When the business is open is asked in many forms; an alarm, a price or a complaint beside it weighs more."""
    beside = max((score for intent, score in scores.items() if intent not in _LIKE_HOURS), default=0.0)
    if beside < _STRONG and _asks_about_hours(words):
        scores[Intent.QUESTION] = max(11.0, scores.get(Intent.QUESTION, 0.0))


def _asks_about_hours(words: Words) -> bool:
    return not words.spanish and asks_about_hours(words.core, asks=words.asks)


def _heaviest(scores: Mapping[Intent, float]) -> tuple[Intent, float]:
    """The winner and its lead over the next."""
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked:
        return Intent.UNCLEAR, 0.0
    near = [intent for intent, score in ranked if ranked[0][1] - score <= _NEAR]
    winner = min(near, key=PRIORITY.index)
    second = next((score for intent, score in ranked if intent is not winner), 0.0)
    return winner, max(0.0, scores[winner] - second)


def _confidence(top: float, lead: float) -> float:
    return round(min(0.95, 0.08 * top + 0.03 * min(lead, 4.0)), 2)


_PHONE = re.compile(
    r"(?<![\d$])(?:\+?1[ .\-]?)?(?:\(\d{3}\) ?|\d{3}[ .\-]?)?\d{3}[ .\-]\d{4}(?!\d)|(?<!\d)\+?\d{10,12}(?!\d)"
)
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+\.[\w.\-]*\w")
_SERVICE = re.compile(
    r"\b(tune[ -]?up|cleaning|whitening|crowns?|fillings?|implants?|invisalign"
    r"|root canal|haircut|color|highlights|lashes"
    r"|nails|facial|massage|botox|oil change|brakes?"
    r"|alignment|roof(?:ing)?|gutters?"
    r"|furnace|heater|ac|air condition\w+|water heater|drain|toilet|leak|remodel"
    r"|painting|lawn|yard|pest control|divorce|consultation|exam|check[ -]?up)\b",
    re.I,
)
_URGENT = re.compile(r"\b(?:asap|urgent\w*|emergency|right away|immediately|right now|today|911|urgente|emergencia)\b")
_MONEY = re.compile(
    r"\$|\b(?:price|prices|pricing|cost|costs|quote|estimate|discount|how much|fee|charge|cuanto|precio)\b"
)
_DETAIL = re.compile(r"\d{2,}")


def _times(words: Words) -> str:
    match = (_SPANISH_EXACT if words.spanish else _EXACT).search(words.core)
    return match[0].strip() if match else ""


def _reading(intent: Intent, confidence: float, words: Words, why: str) -> TriageReading:
    return TriageReading(intent, confidence, _flags(intent, words), _facts(words), why)


def _flags(intent: Intent, words: Words) -> frozenset[str]:
    marks = {
        "urgent": intent is Intent.EMERGENCY or bool(_URGENT.search(words.core)),
        "price": bool(_MONEY.search(words.core)),
        "angry": intent is Intent.COMPLAINT or words.shouting or "angryface" in words.core,
        "after_hours": "after hours" in words.core,
        "has_details": len(words.core.split()) >= 12 or bool(_SERVICE.search(words.raw) and _DETAIL.search(words.raw)),
        "hours": intent is Intent.QUESTION and _asks_about_hours(words) and weekly_hours_answer(words.core),
        "language:es": words.spanish,
    }
    return frozenset(name for name, holds in marks.items() if holds)


def _facts(words: Words) -> dict[str, str]:
    phone, email, service = _PHONE.search(words.raw), _EMAIL.search(words.raw), _SERVICE.search(words.raw)
    facts = {
        "requested_time": _times(words),
        "phone": phone[0].strip() if phone else "",
        "email": email[0] if email else "",
        "service": service[0].lower() if service else "",
    }
    return {name: value for name, value in facts.items() if value}
