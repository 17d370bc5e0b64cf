"""Pure: does somebody ask when the business is open? Such a question has an answer that the owner has given already."""

from __future__ import annotations

import re

_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thurs?|fri|sat|sun|week ?ends?|week ?days?"
    r"|evenings?|nights?|mornings?|afternoons?|weeknights?)"
)
_TIME = rf"(?:{_DAY}|today|tomorrow|tonight|late|early|right now|now|this week|24/7|24 hours|\d{{1,2}} ?(?:am|pm)?)"
_WHO = (
    r"(?:you|ya|u|they|anyone|anybody|someone|somebody"
    r"|(?:your|ur|the) (?:\w+ )?(?:office|shop|store|place|clinic|salon|garage|front desk|location|business))"
)
_OPENING = (
    r"^(?:(?:hi|hello|hey|ok|okay|yes|so|and|but|btw|also|thanks|thank you|just wondering|wondering|quick question"
    r"|question|just curious|curious|one question|can you tell me|could you tell me|do you know|may i ask|good morning)"
    r"[ .]+(?:if )?)*"
)
_WORDS = r"(?:\w+ ){0,2}"
_ASKED = (
    # do you work on Sundays, is your office open on weekends, are you closed tomorrow, is anybody there on Saturday
    rf"{_OPENING}(?:do|does|are|r|is|will|would|are n\w+|if) {_WHO} (?:guys |people |all |folks |be |also |still )*"
    rf"(?:(?:work\w*|operate|running|in|there|around|in the office|do) {_WORDS}{_TIME}\b|(?:open|closed|close)\b"
    r"(?! (?:to|for|my|the|a|up)\b))",
    # what are your hours, opening times please, hours?
    rf"\b(?:what|which|wat) (?:are|is|r|time|days?|hours?) {_WORDS}(?:hours|opening times|opening hours)\b",
    r"^(?:your |ur |the |opening |business |office |store |shop |week ?end |what |summer |winter )*"
    r"(?:hours|opening times)(?: of operation| today| tomorrow)? ?\??$",
    rf"\bwhat {_WORDS}hours (?:do|are|is) {_WHO}\b|\bwhat days (?:do|are|is) {_WHO} (?:open|work\w*|in|there)\b",
    # when do you open, how late are you open, till when are you there
    rf"\b(?:when|what time|how late|how early|(?:un)?till? (?:when|what time)) (?:do|does|are|r|is|will) {_WHO} "
    r"(?:guys |people |all |folks |usually |normally )*(?:open|close|closed|opened|there|in the office|work)\b"
    r"(?! (?:on|with|for) (?:my|the)\b)",
    rf"\bdo you have {_DAY} hours\b|\bare you 24/7\b|\bopen 24/7\b",
)
_TELLING = rf"{_OPENING}{_WHO} (?:guys |people |all |folks )?(?:work|open|closed|are open|are closed) (?:on )?{_DAY}\b"
_ABOUT_HOURS = re.compile("|".join(_ASKED))
_IN_FORM_OF_A_STATEMENT = re.compile(_TELLING)
# Another matter stands beside it, or it is no question but a reproach; a wish for a visit is answered as one.
_SOMETHING_ELSE = re.compile(
    r"\b(?:ever|even|why|appointments?|book|booking|schedule|come|fit|squeeze|see me|available|availability|how much"
    r"|price|cost|extra|charge|emergency|hiring|interview|refund|my)\b"
)
# The weekly hours say nothing about these days.
_A_SPECIAL_DAY = re.compile(
    r"\b(?:holidays?|christmas|xmas|thanksgiving|easter|new years?|eve|labor|memorial|independence|veterans|presidents"
    r"|juneteenth|4th|fourth|mlk|boxing|good friday|black friday|\d{1,2}/\d{1,2}|\d{1,2}(?:st|nd|rd|th)|january"
    r"|february|march|april|june|july|august|september|october|november|december)\b"
)


def asks_about_hours(core: str, *, asks: bool) -> bool:
    """Say whether prepared words ask when the business is open and nothing else. `asks`: with a question mark."""
    if _SOMETHING_ELSE.search(core):
        return False
    return bool(_ABOUT_HOURS.search(core) or (asks and _IN_FORM_OF_A_STATEMENT.search(core)))


def weekly_hours_answer(core: str) -> bool:
    """Say whether the hours of an ordinary week answer such a question: those of a holiday are another matter."""
    return not _A_SPECIAL_DAY.search(core)
