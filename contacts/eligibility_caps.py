"""The rule "caps" (ruling 5): how many messages one person gets, over all phone channels and senders, in 24 hours."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from contacts.eligibility_facts import PHONE_CHANNELS, Finding, Purpose, RecentSend, SendContext, Verdict
from contacts.eligibility_purposes import PURPOSES, UNCOUNTED, Cap, PurposeRules
from contacts.eligibility_time import fresh_until
from contacts.jurisdictions import Whereabouts, quiet_hours

DAY = timedelta(hours=24)
# Florida, Maryland, Oklahoma, Oregon; the owner's own cap can be raised to it and no further.
LAW_CAP = 3
IN_A_ROW = 3
# A talk that needs more answers than this in a day is one for a person, or one with another machine.
ANSWERS_A_DAY = 12
ENDLESS = "Twelve answers like this went there in 24 hours. A person should read this talk."
CAMPAIGN_LIKE = frozenset({Purpose.CAMPAIGN, Purpose.CONSENT_REQUEST})
RULE = "caps"


def check(context: SendContext, rules: PurposeRules) -> Finding:
    """Say whether one more message is within the caps; a deferral says when the oldest one no longer counts."""
    match rules.cap:
        case Cap.CAMPAIGN:
            return _freed(context, [_campaign(context), _automated(context), _law(context)])
        case Cap.AUTOMATED:
            return _freed(context, [_automated(context), _law(context)])
        case Cap.IN_A_ROW:
            return _reply(context)
        case Cap.PER_CALLER:
            return _per_caller(context)
        case Cap.ONCE:
            return _once(context)
        case Cap.BUNDLED:
            return _bundled(context)
        case Cap.COUNTED | Cap.NONE:
            if _is_endless(context):
                return _block("many_answers", ENDLESS)
            return _within("This message is not limited; it may count for others.")


def _within(sentence: str = "The caps leave room for one more.") -> Finding:
    return Finding(RULE, Verdict.ALLOW, "within_caps", sentence)


def _block(reason: str, sentence: str) -> Finding:
    return Finding(RULE, Verdict.BLOCK, reason, sentence)


def release(sends: Iterable[RecentSend], cap: int, now: datetime) -> datetime | None:
    """Return when fewer than `cap` of these are under 24 hours old; None when that is so now. `cap` is at least 1."""
    counted = sorted((send.at for send in sends if now - send.at < DAY), reverse=True)
    return counted[cap - 1] + DAY if len(counted) >= cap else None


def _freed(context: SendContext, limits: list[Finding]) -> Finding:
    """Merge the limits into one finding: the one that lasts longest."""
    refusing = [limit for limit in limits if limit.verdict is Verdict.BLOCK]
    if refusing:
        return refusing[0]
    waiting = [limit for limit in limits if limit.until is not None]
    return max(waiting, key=lambda limit: limit.until or context.now) if waiting else _within()


def _limit(context: SendContext, sends: Iterable[RecentSend], cap: int, reason: str, what: str) -> Finding:
    if cap < 1:
        return _block(f"{reason}_zero", f"The cap for {what} is set to none.")
    until = release(sends, cap, context.now)
    if until is None:
        return _within()
    number = "one" if cap == 1 else str(cap)
    sentence = f"This person has already had {number} of the {what} allowed in 24 hours."
    return Finding(RULE, Verdict.DEFER, reason, sentence, until)


def _campaign(context: SendContext) -> Finding:
    sends = [send for send in context.recent if send.purpose in CAMPAIGN_LIKE]
    cap = min(context.business.campaign_cap, LAW_CAP)
    return _limit(context, sends, cap, "campaign_cap", "campaign messages")


def _automated(context: SendContext) -> Finding:
    sends = [send for send in _unasked(context.recent) if PURPOSES[send.purpose].is_automated]
    return _limit(context, sends, context.business.automated_cap, "automated_cap", "automated messages")


def _unasked(sends: Iterable[RecentSend]) -> list[RecentSend]:
    return [send for send in sends if not send.answers_fresh_message and send.purpose not in UNCOUNTED]


def _law(context: SendContext) -> Finding:
    """Where the law caps texts about one subject, messages by hand count too; answers to the person do not."""
    if context.channel not in PHONE_CHANNELS:
        return _within()
    cap = quiet_hours(Whereabouts(context.country, context.states, context.zones)).cap
    if cap is None:
        return _within()
    same = [s for s in _unasked(context.recent) if not s.subject or not context.topic or s.subject == context.topic]
    return _limit(context, same, cap, "law_cap", "messages about one subject")


def is_fresh_answer(context: SendContext) -> bool:
    """Whether this answers something not older than 15 minutes; store it with the send, `RecentSend` asks for it."""
    limit = fresh_until(context)
    return limit is not None and context.now <= limit


def _reply(context: SendContext) -> Finding:
    """No robot talks to a robot: three answers in a row without the person writing again are enough."""
    if context.conversation.automated_in_a_row >= IN_A_ROW:
        sentence = "Three automated messages in a row went unanswered. The assistant waits for this person."
        return _block("automated_in_a_row", sentence)
    if _is_endless(context):
        return _block("many_answers", ENDLESS)
    if is_fresh_answer(context):
        return _within("It answers a message of the last 15 minutes.")
    return _freed(context, [_automated(context), _law(context)])


def _is_endless(context: SendContext) -> bool:
    """Whether so many automatic answers of this kind went there in a day that it may be a machine that asks."""
    if context.purpose not in (Purpose.REPLY, Purpose.HELP_ANSWER):
        return False
    same = [send for send in context.recent if send.purpose is context.purpose and context.now - send.at < DAY]
    return len(same) >= ANSWERS_A_DAY


def _per_caller(context: SendContext) -> Finding:
    window = context.business.missed_call_window
    earlier = [
        send for send in context.recent if send.purpose is Purpose.MISSED_CALL and context.now - send.at < window
    ]
    if len(earlier) >= context.business.missed_call_cap:
        return _block("caller_already_texted", "This caller has already had a text about a missed call.")
    return _freed(context, [_automated(context), _law(context)])


def _once(context: SendContext) -> Finding:
    if context.carrier_answered:
        return _block("carrier_answered", "The carrier has already confirmed this opt-out.")
    answered = context.answered_at
    for send in context.recent:
        if send.purpose is Purpose.OPT_OUT_CONFIRMATION and (answered is None or send.at >= answered):
            return _block("already_confirmed", "This opt-out has already been confirmed.")
    return _within("It is the one confirmation of this opt-out.")


def _bundled(context: SendContext) -> Finding:
    until = context.member.bundle_until if context.member else None
    if until is None or until <= context.now:
        return _within()
    return Finding(RULE, Verdict.DEFER, "bundled", "It is gathered with others into one notice.", until)
