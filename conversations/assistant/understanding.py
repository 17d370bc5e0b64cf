"""What a message means: several texts as one thought, machines told apart, one stored reading, told once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.work import record
from conversations.assistant.engines import engine_of
from conversations.assistant.looks import ToAct, look_to_read
from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.assistant.turns import is_stopped, thread_of
from conversations.events import MessageTriaged
from conversations.models import Message, Triage
from conversations.round_trip import fetch_together

# Three times the same words within this are a machine that our rules did not recognise.
ECHO_WITHIN = timedelta(minutes=30)
ECHOES = 3
# In several texts of one thought these outweigh whatever was said beside them.
ALARMS = frozenset({Intent.EMERGENCY, Intent.COMPLAINT, Intent.SENSITIVE, Intent.ASKS_HUMAN, Intent.OPT_OUT,
                    Intent.WRONG_NUMBER})  # fmt: skip
STORE = """
WITH told AS (
    INSERT INTO conversations_triage (business_id, message_id, intent, confidence, flags, facts, engine, why,
        corrected_intent, created_at)
    VALUES (%(business)s, %(message)s, %(intent)s, %(confidence)s, %(flags)s::varchar[], %(facts)s::jsonb, %(engine)s,
        %(why)s, '', %(now)s)
    ON CONFLICT (message_id) DO NOTHING RETURNING id
), shown AS (
    UPDATE conversations_conversation SET last_intent = %(intent)s
    WHERE id = %(thread)s AND %(shows)s AND EXISTS (SELECT 1 FROM told)
)
SELECT count(*) FROM told
"""
SAYS_LITTLE = frozenset({Intent.UNCLEAR, Intent.POSITIVE})


def stored_reading(message: Message) -> TriageReading | None:
    """What the loaded message was read as before; None where it was not, or as a suspicion that has been dispelled."""
    row: Triage | None = getattr(message, "triage", None)
    if row is None or ("suspected" in row.flags and not is_stopped(message)):
        return None
    return TriageReading(Intent(row.intent), row.confidence, frozenset(row.flags), row.facts, row.why, row.engine)


def keep_reading(message: Message, reading: TriageReading, state: ToAct, *, now: datetime) -> TriageReading:
    """Store a new reading, or return the one that stands."""
    stored = state.stored
    if stored is not None and ("suspected" not in stored.flags or state.stopped):
        return stored
    if stored is not None and drop_suspicion(message) and reading.intent is Intent.OPT_OUT:
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
    by_machine = TriageReading(Intent.AUTO_REPLY, 1.0, why="Written by a machine.", engine="rules")
    if message.is_auto_reply:
        return by_machine
    known = look_to_read(message, echo_within=ECHO_WITHIN, reach=_reach(message))
    # The same words again and again, or words from one of our own senders: a machine answers us.
    if known.from_us or (message.new_text and known.same_words >= ECHOES):
        return by_machine
    # Our last message, if it asked something, so that "yes" has a meaning.
    asked = known.last_said if known.last_said and "?" in known.last_said else None
    engine, burst = engine_of(message.business), "\n".join(known.burst)
    own = engine.read(message.new_text, channel=message.channel, asked=asked)
    if burst == message.new_text or own.intent in ALARMS:
        return own
    whole = engine.read(burst, channel=message.channel, asked=asked)
    # "How much is it?" and then "thanks": the thought counts. "Yes" and then "how much is it?": the last word does.
    return whole if whole.intent in ALARMS or own.intent in SAYS_LITTLE else own


def _reach(message: Message) -> timedelta:
    """As far back as the wait for further messages, words since our last one are one thought."""
    return timedelta(seconds=max(message.business.reply_wait_seconds * 3, 10))


def store_triage(message: Message, reading: TriageReading, *, now: datetime, tell: bool = True) -> None:
    """Store what a message means, show it on the thread, and record MessageTriaged."""
    values = {
        "business": message.business_id,
        "message": message.pk,
        "thread": thread_of(message).pk,
        "intent": reading.intent.value,
        "confidence": reading.confidence,
        "flags": sorted(reading.flags),
        "facts": json.dumps(dict(reading.facts)),
        "engine": reading.engine,
        "why": reading.why[:300],
        "now": now,
        "shows": reading.intent is not Intent.AUTO_REPLY,
    }
    [[(stored,)]] = fetch_together([STORE], values)
    if not stored:
        return
    if tell:
        fact = MessageTriaged(
            business_id=message.business_id,
            message_id=message.pk,
            conversation_id=message.conversation_id or 0,
            contact_id=message.contact_id or 0,
            intent=reading.intent.value,
        )
        record(fact, now=now)
