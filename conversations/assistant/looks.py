"""What the assistant has to know of a thread, in one round trip each: to read a message, and to act on it.

The statements are written out: in a burst of messages the ORM's own work would be most of an answer's cost.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.assistant.triage_rules import Intent, TriageReading
from conversations.assistant.turns import thread_of
from conversations.models import Message
from conversations.round_trip import fetch_together

# First half of the advisory lock that keeps two messages of one thread apart; the second is the thread's id.
TURN_LOCK = 771_002

TO_READ = """
SELECT EXISTS (SELECT 1 FROM conversations_channelaccount WHERE sender = %(address)s),
       (SELECT count(*) FROM conversations_message m WHERE m.conversation_id = %(thread)s AND m.direction = 'in'
          AND NOT m.is_auto_reply AND m.new_text = %(words)s AND m.created_at >= %(echo_since)s
          AND m.id <= %(message)s),
       (SELECT m.body FROM conversations_message m WHERE m.conversation_id = %(thread)s AND m.direction = 'out'
          AND m.handed_over_at <= %(at)s ORDER BY m.handed_over_at DESC LIMIT 1),
       ARRAY(SELECT m.new_text FROM conversations_message m WHERE m.conversation_id = %(thread)s
          AND m.direction = 'in' AND NOT m.is_auto_reply AND m.id <= %(message)s AND m.new_text <> ''
          AND m.created_at >= greatest(%(burst_since)s, (
              SELECT max(o.handed_over_at) FROM conversations_message o WHERE o.conversation_id = %(thread)s
                AND o.direction = 'out' AND o.handed_over_at >= %(burst_since)s))
          ORDER BY m.id)
"""

# A statement of its own before the look: what it sees must be newer than the lock.
LOCK = "SELECT pg_advisory_xact_lock(%(lock)s, %(lock_of)s)"
TO_ACT = """
SELECT triage.intent, triage.confidence, triage.flags, triage.facts, triage.why, triage.engine, thread.bot,
       EXISTS (SELECT 1 FROM contacts_suppression stop WHERE stop.business_id = %(business)s
           AND stop.address_hash = %(address_hash)s
           AND NOT EXISTS (SELECT 1 FROM contacts_suppressionlift lift WHERE lift.suppression_id = stop.id)),
       EXISTS (SELECT 1 FROM conversations_message m WHERE m.conversation_id = thread.id AND m.direction = 'in'
           AND NOT m.is_auto_reply AND m.id > %(message)s),
       EXISTS (SELECT 1 FROM conversations_message m WHERE m.conversation_id = thread.id AND m.direction = 'out'
           AND m.author = 'assistant' AND m.status IN ('queued', 'held') AND m.answers_id < %(message)s),
       EXISTS (SELECT 1 FROM conversations_message m WHERE m.conversation_id = thread.id AND m.author = 'assistant'
           AND m.handed_over_at >= %(talk_since)s AND split_part(m.copy_version, '/', 1) = ANY(%(qualifying)s)),
       EXISTS (SELECT 1 FROM conversations_approvedcopy words WHERE words.business_id = %(business)s
           AND words.key = 'pricing_range' AND words.channel = %(channel)s AND words.is_current),
       ARRAY(SELECT task.reason FROM conversations_handoff task
           WHERE task.conversation_id = thread.id AND task.state <> 'done'),
       (SELECT count(DISTINCT point.contact_id) FROM contacts_contactpoint point
           WHERE point.business_id = %(business)s AND point.address_hash = %(address_hash)s AND point.kind = 'phone'
           AND point.state <> 'detached') > 1
FROM conversations_conversation thread LEFT JOIN conversations_triage triage ON triage.message_id = %(message)s
WHERE thread.id = %(thread)s
"""


@dataclass(frozen=True, slots=True)
class ToRead:
    """From one of our own senders? How often the same words in a while; our last message; the words of one thought."""

    from_us: bool
    same_words: int
    last_said: str | None
    burst: list[str]


@dataclass(frozen=True, slots=True)
class ToAct:
    """How things stand when it is this message's turn.

    stored: how it was read before; stopped: its address is, for certain or perhaps; newer: the person wrote since;
    older_answers: some wait; qualified: we have asked our question in this talk; tasks: reasons of those not done;
    shared: several contacts have the address.
    """

    stored: TriageReading | None
    bot: str
    stopped: bool
    newer: bool
    older_answers: bool
    qualified: bool
    knows_price: bool
    tasks: frozenset[str]
    shared: bool


def look_to_read(message: Message, *, echo_within: timedelta, reach: timedelta) -> ToRead:
    """Return what a message is read with. reach: how far back several texts are one thought."""
    [[row]] = fetch_together(
        [TO_READ],
        {
            "message": message.pk,
            "thread": thread_of(message).pk,
            "address": message.address,
            "words": message.new_text,
            "at": message.created_at,
            "echo_since": message.created_at - echo_within,
            "burst_since": message.created_at - reach,
        },
    )
    return ToRead(*row)


def take_turn(message: Message, *, talk_since: datetime, qualifying: tuple[str, ...]) -> ToAct:
    """Wait until no other message of this thread is being worked on, and return how things stand then."""
    thread = thread_of(message)
    _, [row] = fetch_together(
        [LOCK, TO_ACT],
        {
            "lock": TURN_LOCK,
            "lock_of": thread.pk % 2**31,
            "message": message.pk,
            "thread": thread.pk,
            "business": message.business_id,
            "address_hash": message.address_hash,
            "channel": message.channel,
            "talk_since": talk_since,
            "qualifying": list(qualifying),
        },
    )
    stored, rest = row[:6], row[6:]
    bot, stopped, newer, older_answers, qualified, knows_price, tasks, shared = rest
    return ToAct(
        _reading(*stored), bot, stopped, newer, older_answers, qualified, knows_price, frozenset(tasks), shared
    )


def _reading(
    intent: str | None, confidence: float, flags: list[str], facts: str, why: str, engine: str
) -> TriageReading | None:
    if intent is None:
        return None
    # Django leaves JSON as text for its own fields to read.
    return TriageReading(Intent(intent), confidence, frozenset(flags), json.loads(facts), why, engine)
