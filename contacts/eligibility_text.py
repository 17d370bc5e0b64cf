"""The rules about the text: who speaks, the way out, length and encoding, content, and whether a person must look."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from contacts.eligibility_facts import (
    PHONE_CHANNELS,
    Approval,
    BusinessFacts,
    ChannelKind,
    Finding,
    LinesDue,
    Purpose,
    SendContext,
    Verdict,
)
from contacts.eligibility_purposes import PURPOSES, Line, PurposeRules

# For words without a moment.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
OPT_OUT_LINE_EVERY = timedelta(days=30)
SILENCE = timedelta(days=14)
COMPOSE_MARGIN = timedelta(days=3)
# The provider's limit for one text: longer ones are refused (compliance, 5.4).
MOST_CHARACTERS = 1600
# Mail that offers something: 15 USC 7704 wants the sender's postal address in it.
COMMERCIAL = frozenset({Purpose.CAMPAIGN, Purpose.FOLLOW_UP, Purpose.CONSENT_REQUEST})

_KEYWORD = r"(?:stop|alto|arr[eê]t|baja|parar)"
_OPT_OUT_LINE = re.compile(
    rf"\b(?:reply|text|send|txt|respond|answer|responda|env[ií]e|r[eé]pondez|envoyez)\W{{1,4}}(?:with\W{{1,3}})?{_KEYWORD}\b"
    rf"|\b{_KEYWORD}\b['\"”\u2019]?\s*(?:=|to|2|para|pour)\s*(?:opt|end|stop|unsub|cancel|quit|no\b|salir|cancelar|vous)",
    re.IGNORECASE,
)
_MERGE_FIELD = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{[A-Za-z_][\w. ]*\}|\*\|\w+\|\*|<<\s*\w+\s*>>|\[(?:first|last|full)?[ _]?name\]", re.IGNORECASE
)
_SHORTENER = re.compile(
    r"(?<![\w.-])(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|shorturl\.at|rb\.gy|"
    r"tiny\.cc|t\.ly|bl\.ink|lnkd\.in|s\.id|v\.gd|adf\.ly|soo\.gd|shorte\.st)(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_FAKE_THREAD = re.compile(r"^\s*(?:re|fw|fwd|aw|wg|rv|tr)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
# Sex, hate, alcohol, firearms, tobacco and cannabis: carriers filter the whole sender for them. Words with an everyday
# meaning in a trade ("weed control", "shot", "smoke") stay out.
_SHAFT = re.compile(
    r"\b(?:porn\w*|xxx|sexting|escort service\w*|strip club\w*|white power|heil hitler|"
    r"vodka|whisk(?:e)?y|tequila|beers?|liquors?|"
    r"firearms?|handguns?|rifles?|ammunition|ammo|ar-15|"
    r"cigarettes?|cigars?|vap(?:e|es|ing)|e-cig\w*|hookahs?|cannabis|marijuana|cbd|thc)\b",
    re.IGNORECASE,
)
_ONLY_WAY = re.compile(r"\bonly way to (?:stop|opt out|unsubscribe)", re.IGNORECASE)
_TRAP = re.compile(
    r"\b(?:reply|text|send|answer)\W{1,4}(?:with\W{1,3})?(?:cancel|end|quit)\b['\"”\u2019]?\s+(?:to|if)\b"
    r"(?!\s+(?:opt|unsubscribe|stop|end|quit)\b)",
    re.IGNORECASE,
)
CLEAN = Finding("content", Verdict.ALLOW, "clean", "Nothing in the words stands in the way.")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def lines_due(context: SendContext, *, margin: timedelta = COMPOSE_MARGIN) -> LinesDue:
    """Say which lines the text must carry, from the facts alone; the body of the context is not read.

    Ask before composing. The margin makes lines due a little early, because a text may wait some days after it was
    composed and would then be refused for lacking the line; `evaluate` itself judges without one.
    """
    rules = PURPOSES[context.purpose]
    is_phone = context.channel in PHONE_CHANNELS
    is_due = _is_line_due(context, margin)
    opt_out = rules.opt_out_line is Line.ALWAYS and context.channel is ChannelKind.EMAIL
    if is_phone:
        opt_out = rules.opt_out_line is Line.ALWAYS or (rules.opt_out_line is Line.WHEN_DUE and is_due)
    identity = is_phone and (rules.identity is Line.ALWAYS or (rules.identity is Line.WHEN_DUE and is_due))
    return LinesDue(
        opt_out=opt_out, identity=identity, disclosure=rules.discloses and _is_disclosure_due(context, margin)
    )


def _is_line_due(context: SendContext, margin: timedelta) -> bool:
    talk = context.conversation
    if talk.is_first_from_sender or talk.last_opt_out_line_at is None:
        return True
    return context.now - talk.last_opt_out_line_at >= OPT_OUT_LINE_EVERY - margin


def _is_disclosure_due(context: SendContext, margin: timedelta) -> bool:
    talk = context.conversation
    if talk.last_disclosure_at is None or talk.last_outbound_at is None:
        return True
    if talk.handed_back_at is not None and talk.handed_back_at >= talk.last_disclosure_at:
        return True
    return context.now - talk.last_outbound_at >= SILENCE - margin


@lru_cache(maxsize=4096)
def carries_opt_out_line(text: str) -> bool:
    """Say whether a text tells the person how to stop, such as "Reply STOP to opt out"."""
    return _OPT_OUT_LINE.search(text) is not None


def names_sender(text: str, sender_name: str) -> bool:
    """Say whether a text holds the business's sender name, whatever the case and the spaces."""
    name = " ".join(sender_name.split()).casefold()
    return bool(name) and name in " ".join(text.split()).casefold()


def check_identity(context: SendContext, due: LinesDue) -> Finding:
    """Say whether the person can tell who writes."""
    rule, business = "identity", context.business
    if not business.sender_name.strip():
        sentence = "The business has no sender name yet. Set it in Settings."
        return Finding(rule, Verdict.BLOCK, "no_sender_name", sentence)
    is_commercial_mail = context.channel is ChannelKind.EMAIL and context.purpose in COMMERCIAL
    if is_commercial_mail and not business.postal_address.strip():
        sentence = "Mail that offers something needs the business's postal address. Set it in Settings."
        return Finding(rule, Verdict.BLOCK, "no_postal_address", sentence)
    if due.identity and not names_sender(context.body, business.sender_name):
        sentence = f"The text does not say who writes. Name the business in it: {business.sender_name}."
        return Finding(rule, Verdict.BLOCK, "identity_missing", sentence)
    return Finding(rule, Verdict.ALLOW, "identified", "The person can tell who writes.")


def check_opt_out_line(context: SendContext, due: LinesDue) -> Finding:
    """Say whether the text shows the way out where it must."""
    rule = "opt_out_line"
    if not due.opt_out:
        return Finding(rule, Verdict.ALLOW, "not_due", "No opt-out line is due in this message.")
    if context.channel is ChannelKind.EMAIL:
        if context.has_unsubscribe_link:
            return Finding(rule, Verdict.ALLOW, "carried", "The mail carries an unsubscribe link.")
        return Finding(rule, Verdict.BLOCK, "unsubscribe_link_missing", "The mail carries no unsubscribe link.")
    if carries_opt_out_line(context.body):
        return Finding(rule, Verdict.ALLOW, "carried", "The text says how to stop.")
    sentence = "The text must say how to stop, such as “Reply STOP to opt out”."
    return Finding(rule, Verdict.BLOCK, "opt_out_line_missing", sentence)


def check_length(context: SendContext) -> Finding:
    """Say whether the text can be carried: not empty, not too long, no characters that break it."""
    rule = "length"
    if not context.body.strip():
        return Finding(rule, Verdict.BLOCK, "empty", "The message is empty.")
    if _CONTROL.search(context.body):
        return Finding(rule, Verdict.BLOCK, "not_encodable", "The message holds a character that cannot be sent.")
    if context.channel is not ChannelKind.SMS:
        return Finding(rule, Verdict.ALLOW, "fits", "The message can be carried.")
    if len(context.body) > MOST_CHARACTERS:
        sentence = f"The text has {len(context.body)} characters; {MOST_CHARACTERS} is the most a text can carry."
        return Finding(rule, Verdict.BLOCK, "too_many_characters", sentence)
    if context.segments > context.segments_limit:
        sentence = f"The text takes {context.segments} segments; {context.segments_limit} is the most. Shorten it."
        return Finding(rule, Verdict.BLOCK, "too_long", sentence)
    size = f"{context.segments} segment{'' if context.segments == 1 else 's'}"
    return Finding(rule, Verdict.ALLOW, "fits", f"The text fits: {size}.")


# Campaigns ask about few texts many times: one for each first name.
@lru_cache(maxsize=4096)
def _is_clean(words: str) -> bool:
    """Whether no pattern of this module is anywhere in the words, whatever they are for."""
    patterns = (_MERGE_FIELD, _SHORTENER, _ONLY_WAY, _TRAP, _SHAFT)
    return not any(pattern.search(words) for pattern in patterns)


def check_content(context: SendContext) -> Finding:
    """Say whether carriers, law or sense forbid something in the words."""
    rule, words = "content", f"{context.subject}\n{context.body}"
    if context.channel is not ChannelKind.EMAIL and _is_clean(words):
        return CLEAN
    if _MERGE_FIELD.search(words):
        sentence = "The message still holds a placeholder that was not filled in."
        return Finding(rule, Verdict.BLOCK, "merge_field", sentence)
    if shortener := _SHORTENER.search(words):
        sentence = f"Public link shorteners ({shortener[0]}) get texts filtered. Use your own address."
        return Finding(rule, Verdict.BLOCK, "link_shortener", sentence)
    is_answer = context.purpose in (Purpose.REPLY, Purpose.MEMBER_REPLY)
    if not is_answer and context.channel is ChannelKind.EMAIL and _FAKE_THREAD.match(context.subject):
        sentence = "The subject pretends to be part of a thread (“Re:”, “Fwd:”)."
        return Finding(rule, Verdict.BLOCK, "fake_thread", sentence)
    if _ONLY_WAY.search(words):
        sentence = "No text may call one way the only way to stop (47 CFR 64.1200(a)(10))."
        return Finding(rule, Verdict.BLOCK, "only_way_to_stop", sentence)
    if _TRAP.search(words):
        sentence = "CANCEL, END and QUIT unsubscribe people. Ask for another word."
        return Finding(rule, Verdict.BLOCK, "keyword_as_answer", sentence)
    return _check_topics(context, words)


def check_words(words: str, business: BusinessFacts, *, purpose: Purpose, channel: ChannelKind) -> Finding:
    """Say what `check_content` says about words that nobody has been chosen for yet; merge their fields first."""
    bare = SendContext(
        purpose=purpose, now=NEVER, channel=channel, address="", business=business, sender=None, body=words
    )
    return check_content(bare)


def _check_topics(context: SendContext, words: str) -> Finding:
    topic = _SHAFT.search(words)
    if topic is None:
        return CLEAN
    sentence = f"Carriers filter texts about this topic (“{topic[0]}”)."
    if context.purpose is not Purpose.MEMBER_REPLY:
        return Finding("content", Verdict.BLOCK, "filtered_topic", sentence)
    if context.member is not None and context.member.confirmed_content:
        return Finding("content", Verdict.ALLOW, "confirmed_topic", f"{sentence} The member confirmed it.")
    return Finding("content", Verdict.HOLD, "filtered_topic", sentence)


def check_approval(context: SendContext, rules: PurposeRules) -> Finding:
    """What is approved leaves at once; anything else waits as a draft (ruling 3)."""
    if not rules.reviewed or context.approval is Approval.NOT_NEEDED:
        return Finding("approval", Verdict.ALLOW, "not_needed", "No person needs to look at it first.")
    if context.approval is Approval.GIVEN:
        return Finding("approval", Verdict.ALLOW, "given", "A member approved it.")
    return Finding("approval", Verdict.HOLD, "needed", "A member must look at it and approve it first.")
