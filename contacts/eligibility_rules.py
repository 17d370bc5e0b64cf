"""The rules about the way to the person: preferred channel, address, sender, switches, and who is talking."""

from datetime import UTC, datetime, timedelta

from contacts.addresses import is_fictional, is_toll_free
from contacts.eligibility_facts import (
    PHONE_CHANNELS,
    BotState,
    ChannelKind,
    Finding,
    LineType,
    PointState,
    Purpose,
    SendContext,
    SenderFacts,
    SenderKind,
    SendingMode,
    Verdict,
)
from contacts.eligibility_purposes import PurposeRules

# A switch can be put back at any moment; a message that waits for one is looked at again after this long.
SWITCH_RECHECK = timedelta(minutes=15)
NEVER_OPENED = datetime(1970, 1, 1, tzinfo=UTC)
WINDOWED = frozenset({ChannelKind.WHATSAPP, ChannelKind.MESSENGER, ChannelKind.INSTAGRAM})
CHANNEL_NAMES = {
    ChannelKind.SMS: "text message",
    ChannelKind.EMAIL: "email",
    ChannelKind.WHATSAPP: "WhatsApp",
    ChannelKind.MESSENGER: "Messenger",
    ChannelKind.INSTAGRAM: "Instagram",
    ChannelKind.CHAT: "live chat",
    ChannelKind.VOICE: "phone call",
}
SENDER_KINDS = {
    ChannelKind.SMS: {SenderKind.LONG_CODE, SenderKind.TOLL_FREE, SenderKind.SHORT_CODE},
    ChannelKind.EMAIL: {SenderKind.DOMAIN},
    ChannelKind.WHATSAPP: {SenderKind.WHATSAPP},
    ChannelKind.MESSENGER: {SenderKind.PAGE},
    ChannelKind.INSTAGRAM: {SenderKind.PAGE},
    ChannelKind.CHAT: {SenderKind.WIDGET},
}
NO_TEXTS = {
    LineType.LANDLINE: "This is a landline, which cannot receive texts.",
    LineType.TOLL_FREE: "This is a toll-free number, which cannot receive texts.",
}
FAULTY = {
    PointState.INVALID: "This address does not exist.",
    PointState.UNREACHABLE: "Messages to this address have been failing.",
    PointState.DETACHED: "This address is not this person's.",
    PointState.CLAIMED: "This person named this address in a message, but nobody has written from it yet.",
}
SWITCHES = {
    "contact": "Messages to this person are switched off.",
    "campaign": "This campaign is paused.",
    "channel": "This channel is switched off.",
    "business": "All messages of the business are switched off.",
    "all": "All sending is switched off.",
}


def check_preferred_channel(context: SendContext, rules: PurposeRules) -> Finding:
    """Outreach goes by the channel the person prefers, or not at all; an answer goes where it was asked."""
    rule = "preferred_channel"
    preferred = context.preferred_channel
    if not rules.by_preference or preferred is None or preferred is context.channel:
        return Finding(rule, Verdict.ALLOW, "fits", "This person has no other wish for this channel.")
    if context.purpose is Purpose.FOLLOW_UP and context.conversation.inbound_on_this_channel:
        return Finding(rule, Verdict.ALLOW, "wrote_here", "This person wrote on this channel in this conversation.")
    sentence = f"This person prefers another channel: {CHANNEL_NAMES[preferred]}."
    return Finding(rule, Verdict.BLOCK, "prefers_other_channel", sentence)


def check_address(context: SendContext) -> Finding:
    """Say whether the address can receive on this channel (ruling 10 for kinds of line)."""
    rule = "address"
    if not context.address or not context.point_valid:
        return Finding(rule, Verdict.BLOCK, "address_invalid", "There is no valid address for this channel.")
    may_be_tried = context.point_state is PointState.CLAIMED and context.purpose is Purpose.MEMBER_REPLY
    if context.point_state is not PointState.OK and not may_be_tried:
        return Finding(rule, Verdict.BLOCK, f"address_{context.point_state}", FAULTY[context.point_state])
    if context.channel in PHONE_CHANNELS and not context.address.startswith("+"):
        return Finding(rule, Verdict.BLOCK, "not_a_phone", "This address is not a phone number.")
    if context.channel is ChannelKind.EMAIL and "@" not in context.address:
        return Finding(rule, Verdict.BLOCK, "not_an_email", "This address is not an email address.")
    if context.channel is ChannelKind.SMS:
        return _check_line(context)
    return Finding(rule, Verdict.ALLOW, "can_receive", "The address can receive this.")


def _check_line(context: SendContext) -> Finding:
    line = LineType.TOLL_FREE if is_toll_free(context.address) else context.line_type
    if line in NO_TEXTS:
        return Finding("address", Verdict.BLOCK, line, NO_TEXTS[line])
    if is_fictional(context.address):
        # No harm in trying: nobody can have such a number, and every rehearsal against a carrier uses them.
        sentence = "This is one of the numbers reserved for fiction; it reaches nobody."
        return Finding("address", Verdict.ALLOW, "fictional_number", sentence)
    if line is LineType.UNKNOWN:
        sentence = "Whether this is a mobile is not known, so it may be tried."
        return Finding("address", Verdict.ALLOW, "line_type_unknown", sentence)
    return Finding("address", Verdict.ALLOW, "can_receive", "The number can receive texts.")


def check_channel(context: SendContext) -> Finding:
    """Say whether there is a sender that works, is registered, and may write on this channel now."""
    sender = context.sender
    if sender is None:
        sentence = f"The business has no sender for this channel ({CHANNEL_NAMES[context.channel]})."
        return _no_channel("no_sender", sentence)
    if sender.kind is not SenderKind.SANDBOX and sender.kind not in SENDER_KINDS.get(context.channel, set()):
        return _no_channel("wrong_sender", "The sender belongs to another channel.")
    if not sender.usable:
        return _no_channel("sender_not_usable", sender.problem or "The sender does not work at present.")
    if sender.registration_needed and not sender.registered:
        return _no_channel("not_registered", _registration_sentence(sender))
    if context.business.is_demo and sender.kind is not SenderKind.SANDBOX:
        return _no_channel("demo_business", "This is a demo business. It never writes to real people.")
    if context.outside_send_only_to:
        return _no_channel("outside_send_only_to", "This installation sends to a short list of addresses only.")
    return _check_window(context)


def _no_channel(reason: str, sentence: str) -> Finding:
    return Finding("channel", Verdict.BLOCK, reason, sentence)


def _registration_sentence(sender: SenderFacts) -> str:
    if sender.kind is SenderKind.TOLL_FREE:
        return "The toll-free number is not verified yet, so carriers would refuse the text."
    return "The number is not registered yet (A2P 10DLC), so carriers would refuse the text."


def reply_window_end(context: SendContext) -> datetime | None:
    """Return the last instant at which Meta's channels take this message; None where there is no such end.

    A second before the provider's own end, so that nothing is handed over in its last moment (compliance, 5.5).
    """
    talk = context.conversation
    if context.channel not in WINDOWED or (context.channel is ChannelKind.WHATSAPP and talk.uses_template):
        return None
    return (talk.window_open_until or NEVER_OPENED) - timedelta(seconds=1)


def _check_window(context: SendContext) -> Finding:
    end = reply_window_end(context)
    if end is not None and context.now > end:
        name = CHANNEL_NAMES[context.channel]
        return _no_channel("window_closed", f"{name} takes an answer only for a day after the person wrote.")
    return Finding("channel", Verdict.ALLOW, "usable", "The sender works and is registered where it must be.")


def check_switches(context: SendContext) -> Finding:
    """A switch holds messages back without losing them: they are looked at again, and leave when it is put back."""
    later = context.now + SWITCH_RECHECK
    for name in context.switched_off:
        sentence = SWITCHES.get(name, "Sending is switched off.")
        return Finding("switches", Verdict.DEFER, f"switched_off_{name}", sentence, later)
    if context.business.sending is SendingMode.OFF:
        sentence = "This installation does not send at present (sending mode off)."
        return Finding("switches", Verdict.DEFER, "sending_off", sentence, later)
    return Finding("switches", Verdict.ALLOW, "on", "Nothing is switched off.")


def check_bot(context: SendContext, rules: PurposeRules) -> Finding:
    """While a person has the conversation, the assistant and its outreach keep silent."""
    bot = context.conversation.bot
    if not rules.needs_bot or bot is BotState.ACTIVE:
        return Finding("bot", Verdict.ALLOW, "active", "No person has taken over the conversation.")
    sentence = {
        BotState.PAUSED: "A person has taken over this conversation.",
        BotState.STOPPED: "The assistant is stopped in this conversation.",
    }[bot]
    return Finding("bot", Verdict.BLOCK, f"bot_{bot}", sentence)
