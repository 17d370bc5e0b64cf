"""The rule "consent": the basis each purpose needs (purpose table; ruling 9 for campaigns)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from contacts.eligibility_facts import (
    PHONE_CHANNELS,
    ChannelKind,
    ConsentFact,
    ConsentKind,
    Finding,
    PointState,
    Purpose,
    SendContext,
    Verdict,
)
from contacts.eligibility_purposes import Basis, PurposeRules
from contacts.jurisdiction_table import TERRITORIES

RULE = "consent"
MEMBER_REPLY_LIMIT = timedelta(days=90)
EXPRESS = frozenset({ConsentKind.EXPRESS_WRITTEN, ConsentKind.EXPRESS})
ASKED_FOR = EXPRESS | {ConsentKind.INBOUND}
Answer = tuple[Finding, ConsentFact | None]


def check(context: SendContext, rules: PurposeRules) -> Answer:
    """Say whether there is a basis for this purpose, and which consent record it is, if it is one."""
    match rules.basis:
        case Basis.CAMPAIGN:
            return _campaign(context)
        case Basis.CONVERSATION:
            return _conversation(context)
        case Basis.MEMBER:
            return _member(context)
        case Basis.LEAD:
            return _lead(context)
        case Basis.CHANNEL_FOR_REQUEST:
            return _consent_request(context)
        case Basis.VERIFIED_ADDRESS:
            return _verified(context)
        case Basis.MEMBER_SETTINGS:
            return _settings(context)
        case Basis.NONE:
            return _allow("not_needed", "This message answers a request of its own and needs no further consent.")
        case _:
            return _answer(context)


def _allow(reason: str, sentence: str, consent: ConsentFact | None = None) -> Answer:
    return Finding(RULE, Verdict.ALLOW, reason, sentence), consent


def _block(reason: str, sentence: str) -> Answer:
    return Finding(RULE, Verdict.BLOCK, reason, sentence), None


def _hold(reason: str, sentence: str) -> Answer:
    return Finding(RULE, Verdict.HOLD, reason, sentence), None


def _is_usable(consent: ConsentFact, context: SendContext) -> bool:
    if consent.withdrawn or consent.channel is not context.channel:
        return False
    if consent.expires_at is not None and consent.expires_at <= context.now:
        return False
    return consent.obtained_at is None or consent.obtained_at <= context.now


def _usable(context: SendContext) -> list[ConsentFact]:
    """Records for this channel that stand, newest first, undated ones last."""
    found = [consent for consent in context.consents if _is_usable(consent, context)]
    dated = sorted((c for c in found if c.obtained_at), key=_obtained, reverse=True)
    return [*dated, *(c for c in found if not c.obtained_at)]


def _obtained(consent: ConsentFact) -> datetime:
    assert consent.obtained_at is not None
    return consent.obtained_at


def _campaign(context: SendContext) -> Answer:
    if context.channel is ChannelKind.EMAIL:
        return _email_campaign(context)
    if context.channel not in PHONE_CHANNELS:
        return _block("channel_not_for_campaigns", "Campaigns go out by text or email only, never on this channel.")
    return _text_campaign(context)


def _text_campaign(context: SendContext) -> Answer:
    usable = [consent for consent in _usable(context) if consent.kind is ConsentKind.EXPRESS_WRITTEN]
    for consent in usable:
        if consent.scope != "transactional" and consent.obtained_at and consent.source and consent.wording:
            sentence = f"Agreed in writing on {_day(consent.obtained_at)} ({consent.source})."
            return _allow("express_written", sentence, consent)
    for consent in usable:
        is_attested = consent.attested_by and consent.attested_at
        if consent.scope != "transactional" and consent.obtained_at and consent.source and is_attested:
            sentence = (
                f"Attested: {consent.attested_by} vouches for written consent of {_day(consent.obtained_at)} "
                f"({consent.source})."
            )
            return _allow("attested", sentence, consent)
    reason, why = _why_not_by_text(context, usable)
    return _block(reason, f"Not eligible by text: {why}")


def _why_not_by_text(context: SendContext, written: list[ConsentFact]) -> tuple[str, str]:
    if not written:
        return _why_no_written_consent(context)
    marketing = [consent for consent in written if consent.scope != "transactional"]
    if not marketing:
        return "consent_not_for_marketing", "the consent on record covers bookings and jobs, not marketing."
    if not any(consent.obtained_at for consent in marketing):
        return "consent_undated", "the consent on record has no date."
    if not any(consent.source for consent in marketing):
        return "consent_without_source", "the consent on record does not say where it was given."
    return "consent_without_wording", "the consent on record has neither its wording nor an attestation by a member."


def _why_no_written_consent(context: SendContext) -> tuple[str, str]:
    of_channel = [consent for consent in context.consents if consent.channel is context.channel]
    if any(consent.withdrawn for consent in of_channel):
        return "consent_withdrawn", "this person withdrew the consent."
    if any(consent.expires_at and consent.expires_at <= context.now for consent in of_channel):
        return "consent_expired", "the consent has expired."
    if of_channel:
        return "consent_not_written", "the consent on record is not an express one in writing."
    return "no_consent", "there is no record that this person agreed to texts."


def _email_campaign(context: SendContext) -> Answer:
    if context.country.upper() == "US" or context.country.upper() in TERRITORIES:
        return _own_dealings(context)
    for consent in _usable(context):
        if not consent.source or not consent.obtained_at or consent.scope == "transactional":
            continue
        if consent.kind in EXPRESS:
            return _allow("express", f"Agreed on {_day(consent.obtained_at)} ({consent.source}).", consent)
        if consent.kind is ConsentKind.IMPLIED and consent.expires_at:
            return _allow("implied", f"Implied consent until {_day(consent.expires_at)} ({consent.source}).", consent)
        if consent.kind is ConsentKind.SOFT_OPT_IN and consent.wording:
            return _allow("soft_opt_in", f"Soft opt-in: {consent.wording} ({consent.source}).", consent)
    return _block(
        "no_consent_for_email",
        "Not eligible by email: in this person's country a campaign needs a consent with date and source that still "
        "stands.",
    )


def _own_dealings(context: SendContext) -> Answer:
    for consent in _usable(context):
        if consent.source and consent.kind is not ConsentKind.UNKNOWN:
            return _allow("own_dealings", f"The address comes from own dealings ({consent.source}).", consent)
    if any(consent.withdrawn and consent.channel is context.channel for consent in context.consents):
        return _block("consent_withdrawn", "Not eligible by email: this person withdrew the consent.")
    if context.own_dealings_source:
        return _allow("own_dealings", f"The address comes from own dealings ({context.own_dealings_source}).")
    return _block("address_source_unknown", "Not eligible by email: nobody knows where this address came from.")


def _conversation(context: SendContext) -> Answer:
    talk = context.conversation
    if talk.last_inbound_at is None:
        return _block("contact_never_wrote", "This person has not written in this conversation.")
    if talk.inbound_on_this_channel:
        return _allow(
            "conversation",
            f"This person wrote on {_day(talk.last_inbound_at, context.business.zone)} in this conversation.",
        )
    for consent in _usable(context):
        if consent.kind in ASKED_FOR and consent.source:
            return _allow("consent_for_channel", f"Agreed to this channel ({consent.source}).", consent)
    return _block("no_consent_for_channel", "This person wrote on another channel and has not agreed to this one.")


def _member(context: SendContext) -> Answer:
    wrote, is_claimed = context.last_inbound_at, context.point_state is PointState.CLAIMED
    if wrote is not None and context.now - wrote <= MEMBER_REPLY_LIMIT and not is_claimed:
        return _allow("recent_message", f"This person wrote on {_day(wrote, context.business.zone)}.")
    for consent in _usable(context):
        if consent.kind is not ConsentKind.UNKNOWN:
            sentence = f"There is a consent on record ({consent.source or 'source not recorded'})."
            return _allow("consent_on_record", sentence, consent)
    if context.member is not None and context.member.reason.strip():
        return _allow("reason_stated", f"A member gave the reason: {context.member.reason.strip()}")
    if is_claimed:
        return _hold("reason_needed", "This person named this number, but nobody has written from it yet.")
    return _hold("reason_needed", "This person has not written for 90 days and there is no consent on record.")


def _lead(context: SendContext) -> Answer:
    if context.answered_at is None:
        return _block("no_request", "There is no request from this person to answer.")
    if context.channel not in PHONE_CHANNELS:
        return _allow("own_request", f"Answers the request of {_day(context.answered_at, context.business.zone)}.")
    usable = _usable(context)
    for consent in usable:
        if consent.kind in ASKED_FOR and consent.source and consent.obtained_at:
            return _allow("request_and_consent", f"Asked for it and agreed to texts ({consent.source}).", consent)
    if usable:
        return _hold("consent_unclear", "It is not clear that this person agreed to texts. Look at the record first.")
    return _block("no_consent", "This person asked for contact but did not agree to texts.")


def _consent_request(context: SendContext) -> Answer:
    if context.channel is ChannelKind.EMAIL:
        return _email_campaign(context)
    wrote = context.last_inbound_at
    is_recent = wrote is not None and context.now - wrote <= MEMBER_REPLY_LIMIT
    if is_recent and context.conversation.inbound_on_this_channel:
        return _allow("recent_message", "This person wrote on this channel in the last 90 days.")
    for consent in _usable(context):
        if consent.kind in EXPRESS and consent.source:
            return _allow("channel_allowed", f"This channel was agreed to ({consent.source}).", consent)
    return _block("channel_not_allowed", "Asking for consent on this channel would itself need this person's consent.")


def _verified(context: SendContext) -> Answer:
    if context.member is not None and context.member.address_verified:
        return _allow("verified_address", "A test to a member's own verified address.")
    return _block("address_not_verified", "Tests go to members' own verified addresses only. Verify this one first.")


def _settings(context: SendContext) -> Answer:
    if context.member is not None and context.member.wants_notice:
        return _allow("settings", "This member's settings ask for it.")
    return _block("notice_not_wanted", "This member's settings do not ask for this notice on this channel.")


ANSWERS = {
    Purpose.REPLY: ("message", "There is no message from this person to answer."),
    Purpose.MISSED_CALL: ("call", "There is no call from this person to answer."),
    Purpose.APPOINTMENT: ("booking", "There is no booking that this message belongs to."),
}


def _answer(context: SendContext) -> Answer:
    what, missing = ANSWERS[context.purpose]
    if context.answered_at is None:
        return _block(f"no_{what}", missing)
    return _allow(what, f"Rests on the {what} of {_day(context.answered_at, context.business.zone)}.")


def _day(at: datetime, zone: str = "") -> str:
    """The day of a moment by the clock of `zone`; a date that came without a clock stays as it is."""
    at = at.astimezone(ZoneInfo(zone)) if zone else at
    return f"{at.day} {at:%B %Y}"
