"""What a message means: several texts as one thought, machines told apart, one stored reading, told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.work import record
from conversations.assistant.engines import engine_of
from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.assistant.turns import is_stopped, own_words, thread_of
from conversations.events import MessageTriaged
from conversations.models import ChannelAccount, Conversation, Message, Triage

# Three times the same words within this are a machine that our rules did not recognise.
ECHO_WITHIN = timedelta(minutes=30)
ECHOES = 3
# In several texts of one thought these outweigh whatever was said beside them.
ALARMS = frozenset({Intent.EMERGENCY, Intent.COMPLAINT, Intent.SENSITIVE, Intent.ASKS_HUMAN, Intent.OPT_OUT,
                    Intent.WRONG_NUMBER})  # fmt: skip
SAYS_LITTLE = frozenset({Intent.UNCLEAR, Intent.POSITIVE})


def stored_reading(message: Message) -> TriageReading | None:
    """What the message was read as before; None where it was not, or as a suspicion that a member has dispelled."""
    row = Triage.objects.for_business(message.business_id).filter(message=message).first()
    if row is None or ("suspected" in row.flags and not is_stopped(message)):
        return None
    return TriageReading(Intent(row.intent), row.confidence, frozenset(row.flags), row.facts, row.why, row.engine)


def keep_reading(message: Message, reading: TriageReading, *, now: datetime) -> TriageReading:
    """Store a new reading, or return the one that stands."""
    stored = stored_reading(message)
    if stored is not None:
        return stored
    if drop_suspicion(message) and reading.intent is Intent.OPT_OUT:
        # A member has decided that it was none; what else it means is for them to say.
        reading = replace(reading, intent=Intent.UNCLEAR)
    store_triage(message, reading, now=now)
    return reading


def drop_suspicion(message: Message) -> bool:
    """Take away the reading of a suspected opt-out that has been decided; return whether there was one."""
    rows = Triage.objects.for_business(message.business_id).filter(message=message, flags__contains=["suspected"])
    return rows.exists() and bool(rows.delete()[0])


def read(message: Message) -> TriageReading:
    """Read a message with what came just before it; calls the engine and stores nothing."""
    if message.is_auto_reply or _is_echo(message):
        return TriageReading(Intent.AUTO_REPLY, 1.0, why="Written by a machine.", engine="rules")
    engine, asked = engine_of(message.business), _asked(message)
    own = engine.read(message.new_text, channel=message.channel, asked=asked)
    burst = _burst(message)
    if burst == message.new_text or own.intent in ALARMS:
        return own
    whole = engine.read(burst, channel=message.channel, asked=asked)
    # "How much is it?" and then "thanks": the thought counts. "Yes" and then "how much is it?": the last word does.
    return whole if whole.intent in ALARMS or own.intent in SAYS_LITTLE else own


def store_triage(message: Message, reading: TriageReading, *, now: datetime, tell: bool = True) -> None:
    """Store what a message means, show it on the thread, and record MessageTriaged."""
    _, is_new = Triage.across_businesses.get_or_create(
        message=message,
        defaults={
            "business": message.business,
            "intent": reading.intent.value,
            "confidence": reading.confidence,
            "flags": sorted(reading.flags),
            "facts": dict(reading.facts),
            "engine": reading.engine,
            "why": reading.why[:300],
            "created_at": now,
        },
    )
    if not is_new:
        return
    thread = Conversation.objects.for_business(message.business_id).filter(pk=thread_of(message).pk)
    if reading.intent is not Intent.AUTO_REPLY:
        thread.update(last_intent=reading.intent.value)
    if tell:
        fact = MessageTriaged(
            business_id=message.business_id,
            message_id=message.pk,
            conversation_id=message.conversation_id or 0,
            contact_id=message.contact_id or 0,
            intent=reading.intent.value,
        )
        record(fact, now=now)


def _burst(message: Message) -> str:
    """The words since our last message, as far back as the wait for further ones: several texts, one thought."""
    reach = max(message.business.reply_wait_seconds * 3, 10)
    since = message.created_at - timedelta(seconds=reach)
    answered = Message.objects.for_business(message.business_id).filter(
        conversation=thread_of(message), direction=Message.Direction.OUT, handed_over_at__gte=since
    )
    last = answered.order_by("-handed_over_at").values_list("handed_over_at", flat=True).first()
    rows = own_words(message).filter(pk__lte=message.pk, created_at__gte=max(since, last) if last else since)
    return "\n".join(row for row in rows.order_by("pk").values_list("new_text", flat=True) if row)


def _asked(message: Message) -> str | None:
    """Our last message, if it asked something, so that "yes" has a meaning."""
    last = (
        Message.objects.for_business(message.business_id)
        .filter(
            conversation=thread_of(message),
            direction=Message.Direction.OUT,
            handed_over_at__isnull=False,
            handed_over_at__lte=message.created_at,
        )
        .order_by("-handed_over_at")
        .values_list("body", flat=True)
        .first()
    )
    return last if last and "?" in last else None


def _is_echo(message: Message) -> bool:
    """The same words again and again, or words from one of our own senders: a machine answers us."""
    if ChannelAccount.across_businesses.filter(sender=message.address).exists():
        return True
    if not message.new_text:
        return False
    same = own_words(message).filter(
        new_text=message.new_text, created_at__gte=message.created_at - ECHO_WITHIN, pk__lte=message.pk
    )
    return same.count() >= ECHOES
