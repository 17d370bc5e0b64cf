"""The rule "suppressed": which stop reaches which channel and purpose (ruling 6)."""

from contacts.eligibility_facts import (
    PHONE_CHANNELS,
    ChannelKind,
    Finding,
    Purpose,
    SendContext,
    SenderKind,
    SuppressionFact,
    SuppressionReason,
    Verdict,
)
from contacts.eligibility_purposes import PurposeRules, SuppressedBy

RULE = "suppressed"
TEXT_STOPS = frozenset({SuppressionReason.OPTED_OUT_BY_TEXT, SuppressionReason.CARRIER_BLOCKED})
MAIL_STOPS = frozenset({SuppressionReason.UNSUBSCRIBED, SuppressionReason.DO_NOT_EMAIL})
# These say that the address is wrong, not that the person said no: another address of the person is not touched.
FAULTS = frozenset({SuppressionReason.HARD_BOUNCE, SuppressionReason.INVALID, SuppressionReason.WRONG_NUMBER})
# Whoever said no on one channel gets no outreach on another one either.
OUTREACH = frozenset({Purpose.CAMPAIGN, Purpose.FOLLOW_UP, Purpose.CONSENT_REQUEST})

SENTENCES = {
    SuppressionReason.OPTED_OUT_BY_TEXT: "This person opted out by text.",
    SuppressionReason.OPTED_OUT_IN_OWN_WORDS: "This person asked in own words not to be contacted.",
    SuppressionReason.UNSUBSCRIBED: "This person used the unsubscribe link.",
    SuppressionReason.DO_NOT_EMAIL: "This person asked for no more email.",
    SuppressionReason.SUSPECTED: "The last message may be an opt-out. Read it and decide before anything leaves.",
    SuppressionReason.COMPLAINT: "This person complained about a message.",
    SuppressionReason.HARD_BOUNCE: "Mail to this address came back for good.",
    SuppressionReason.INVALID: "This address does not exist.",
    SuppressionReason.WRONG_NUMBER: "Somebody else answered here: it is a wrong number.",
    SuppressionReason.MANUAL_STOP: "A member stopped all messages to this person.",
    SuppressionReason.CARRIER_BLOCKED: "The carrier says that this number has opted out.",
}


def check(context: SendContext, rules: PurposeRules) -> Finding:
    """Say whether a stop stands in the way; the newest refusal gives the sentence, a question only if none refuses."""
    reaching = [fact for fact in context.suppressions if _reaches(fact, context, rules)]
    doubtful = [fact for fact in reaching if _is_question(fact, context)]
    refusing = [fact for fact in reaching if fact not in doubtful]
    if refusing:
        fact = max(refusing, key=lambda found: (found.created_at, found.reason))
        return Finding(RULE, Verdict.BLOCK, fact.reason, _sentence(fact, context))
    if context.not_interested_at is not None and context.purpose in OUTREACH:
        return Finding(RULE, Verdict.BLOCK, "not_interested", "This person said that they are not interested.")
    if doubtful and not (context.member and context.member.confirmed_suspected):
        fact = doubtful[0]
        return Finding(RULE, Verdict.HOLD, fact.reason, SENTENCES[fact.reason])
    return Finding(RULE, Verdict.ALLOW, "not_suppressed", "Nothing stops messages to this person.")


def _is_question(fact: SuppressionFact, context: SendContext) -> bool:
    """A suspected opt-out stops all that is automated; a person who has read it may answer by hand."""
    return fact.reason is SuppressionReason.SUSPECTED and context.purpose is Purpose.MEMBER_REPLY


def _sentence(fact: SuppressionFact, context: SendContext) -> str:
    sentence = SENTENCES[fact.reason]
    if fact.reason in MAIL_STOPS and context.channel is not ChannelKind.EMAIL:
        return f"{sentence} A text may follow only after a new message from this person."
    return sentence


def _reaches(fact: SuppressionFact, context: SendContext, rules: PurposeRules) -> bool:
    if rules.suppressed is SuppressedBy.NOTHING:
        return False
    if fact.reason in FAULTS:
        return fact.same_address and rules.suppressed is not SuppressedBy.TOLL_FREE_ONLY
    covered = context.channel in _covered(fact)
    if rules.suppressed is SuppressedBy.OWN_LIST:
        return covered
    if rules.suppressed is SuppressedBy.TOLL_FREE_ONLY:
        # The network itself leaves HELP unanswered while a toll-free number is opted out of.
        is_toll_free = context.sender is not None and context.sender.kind is SenderKind.TOLL_FREE
        return is_toll_free and covered and fact.reason is not SuppressionReason.SUSPECTED
    if fact.reason is SuppressionReason.SUSPECTED or not fact.channel_kinds:
        return True
    if fact.reason in MAIL_STOPS:
        return _mail_stop_reaches(fact, context, rules)
    return covered or context.purpose in OUTREACH


def _mail_stop_reaches(fact: SuppressionFact, context: SendContext, rules: PurposeRules) -> bool:
    if context.channel is ChannelKind.EMAIL:
        return rules.suppressed is not SuppressedBy.ALL_BUT_BOOKING_MAIL
    # A new message, request, call or booking after the stop starts a new talk; the old one stays stopped.
    signs = (context.last_inbound_at, context.answered_at)
    return not any(sign is not None and sign > fact.created_at for sign in signs)


def _covered(fact: SuppressionFact) -> frozenset[ChannelKind]:
    """The channels a stop names, widened as the rulings widen it; all of them where it names none."""
    if not fact.channel_kinds:
        return frozenset(ChannelKind)
    kinds = fact.channel_kinds
    if fact.reason in TEXT_STOPS or kinds & PHONE_CHANNELS:
        kinds |= PHONE_CHANNELS
    if fact.reason in MAIL_STOPS:
        kinds |= {ChannelKind.EMAIL}
    return kinds
