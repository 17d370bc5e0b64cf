"""Everyday turns of phrase that sound like an act and never are one; they are taken out before the acts are looked for.

A real request beside them stays: "can't text, driving. And stop texting me" still asks to stop. Pure.
"""

import re

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_OTHERS = r"(?:son|daughter|kids?|child|children|husband|wife|dog|cat|pet|mother|mom|father|dad|insurance|card)"

_TURNS = (
    # thanks
    r"\bcan(?:'|no)?t thank (?:you|u|ya|y'all|you guys|them|him|her) enough\b",
    # hands or mouth are busy
    r"\bcan(?:'|no)?t (?:text|txt|talk|type|answer|call)(?: back)?(?: right)?(?: now)?(?: at the moment)?[ ,.-]*"
    r"(?:i'?m |im |am )?(?:driving|working|at work|in (?:a|the) (?:meeting|class|store|dr\w*|office))\b",
    r"\b(?:do not|don'?t) text[ ,]*(?:i'?m|im) driving\b",
    # another channel
    r"\b(?:please |pls |just |only ){0,3}(?<!not )(?<!n't )(?<!dont )(?<!no )(?<!stop )\b"
    r"(?:text|txt|email|e-mail|message)(?: me| only| instead| please){0,4}[ ,.;-]*"
    r"(?:please |and )?(?:do not|don'?t|dont|not|no) (?:call|calls|calling|phone|ring|voicemails?)\b"
    r"(?: me| please){0,3}",
    r"\bno (?:texts?|txts?|messages?|emails?|calls?|voicemails?)(?: please| pls)?[ ,.;-]{0,3}"
    r"(?:please |pls |but )?(?:just|only|rather|instead|better) (?:to )?(?:call|ring|phone|text|txt|email|message)\b",
    r"^\W*(?:please |pls )?(?:no|don'?t leave(?: any| me)?) voice ?mails?(?: please| pls| thanks| thx){0,2}\W*$",
    r"\b(?:stop|quit) (?:sending|putting|transferring|forwarding) (?:me|us|my calls?) (?:straight |right )?(?:on|to) "
    r"(?:hold|voice ?mail)\b",
    # a stop that is being taken back, or wondered about
    r"\b(?:i )?(?:accidentally|mistakenly|by accident|by mistake) (?:\w+ ){0,2}"
    r"(?:stop|unsubscribed?|opted out|stopped)\b",
    r"\b(?:did|have|was|am) i (?:\w+ )?(?:get |been |be )?(?:unsubscribed|opted out|removed)\b",
    r"\bunsubscribe (?:confirmation|link|button) (?:but|and) i (?:\w+ )?want to stay\b",
    r"\b(?:find|see) the unsubscribe confirmation\b",
    # reports, papers and records of other things
    r"\b(?:police|accident|incident|expense|lab|inspection|credit|damage|crash|home|pest) reports?(?: number)?\b",
    r"\b(?:my|his|her|our|the) (?:old )?(?:insurance|card|address|policy|credit card|payment method) "
    r"(?:needs? to be|has to be|should be|must be) (?:deleted|removed|taken off)\b",
    rf"\btake my {_OTHERS} off (?:the|my|our|your) (?:account|plan|policy|schedule|appointment|insurance)\b",
    r"\boff (?:of )?(?:the|your) (?:appointment|schedul\w+|calendar|wait|waiting|cancellation|standby)(?: ?list)?\b",
    # things that stand, stop or are in the way
    r"\b(?:truck|car|van|trailer|tree|snow|fence|branch|dumpster) (?:is|was|'s) (?:still )?blocking\b",
    r"\bget rid of (?:this|the|that|these|those|my|our) (?:\w+ )?(?:stains?|smell|mold|ants?|roaches|mice|rats?|bugs|"
    r"rust|spots?|pimples?|acne|hair|weeds?|trees?|stump|odor|noise|leak|clog|gray|grays|tattoo|wrinkles?)\b",
    r"\bno more \w+ left\b",
    r"\b(?:how (?:do|can|could|to) (?:i |we |you )?)?(?:stop|block|stopping) (?:the |these |those |debt ){0,3}"
    r"(?:collectors?|scammers?|telemarketers?|robocall\w*|my ex|creditors?) (?:from )?(?:calling|texting|harassing)\b",
)
EVERYDAY = re.compile("|".join(f"(?:{turn})" for turn in _TURNS), re.IGNORECASE)
# Whole messages about a thing that no longer runs, or that does again.
_A_THING = re.compile(r"^\W*it(?:'s| has| just)? (?:quit|stopped|died|broke)(?: working| again)?\W*$", re.IGNORECASE)


def without_ordinary_talk(text: str) -> str:
    """Return `text` without such turns of phrase; nothing is left of a message that is no more than one."""
    plain = text.translate(_APOSTROPHES)
    if _A_THING.match(plain):
        return ""
    return EVERYDAY.sub(" ; ", plain)
