"""Store one inbound message: whose it is, what it asks of us at once, and the one row of work that tells everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import OperationalError, transaction
from psycopg.errors import DeadlockDetected

from accounts.work import record
from contacts.consent import hash_address
from conversations.channels.base import InboundText
from conversations.events import MessageReceived
from conversations.inbox import people, rows, stops
from conversations.inbox.signals import Ask, Signal, read_signal
from conversations.models import ChannelAccount, Message
from conversations.reading.autoreply import is_auto_reply

log = structlog.get_logger(__name__)

TRIES = 3
PREVIEW = 160
# Shorter "numbers" are short codes: machines of other businesses, which are stored and never answered.
SHORTEST_PERSON = 8


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an inbound message: its row, what it asked, and whether it was here already."""

    message_id: int
    ask: Ask
    repeated: bool


def receive(account: ChannelAccount, inbound: InboundText, *, now: datetime, via: str = "webhook") -> Received:
    """Store an inbound message with everything that must happen at once; the provider's repeat changes nothing.

    One transaction under the address lock, in order: contact and thread found or made, the message with the thread's
    summary, the opt-out rules (suppression, and through the `suppressed` signal the cancellation of what waits), one
    row of work. A text that asks nothing of the rules, from one known person, is one round trip. `via` is webhook,
    catch_up or sandbox. Whoever else reacts does so afterwards, from that row.
    """
    for left in reversed(range(TRIES)):
        try:
            return _receive(account, inbound, now=now, via=via)
        except OperationalError as error:
            # "Never contact me again" from two of a person's phones at once: each holds the lock the other wants.
            if not left or not isinstance(error.__cause__, DeadlockDetected):
                raise
            log.warning("inbound_deadlock", account=account.pk)
    raise AssertionError("unreachable")


def _receive(account: ChannelAccount, inbound: InboundText, *, now: datetime, via: str) -> Received:
    signal = read_signal(_new_words(inbound), channel=inbound.channel, opt_out_type=inbound.opt_out_type)
    columns = _columns(account, inbound, now=now, via=via)
    if signal.ask is Ask.NOTHING:
        stored = rows.store_everyday(columns, preview=_preview(columns), fact=MessageReceived, now=now)
        if stored is not None:
            return Received(stored, signal.ask, False)
    return _receive_with_care(account, inbound, signal, columns, now=now)


def _receive_with_care(
    account: ChannelAccount, inbound: InboundText, signal: Signal, columns: dict[str, Any], *, now: datetime
) -> Received:
    """Store what asks something of us, comes again, or is from somebody who must be found or made first."""
    business, address_hash = account.business, columns["address_hash"]
    with transaction.atomic():
        # Under the lock two messages, or two copies of one, from the same address come one after the other.
        known = rows.look(
            business_id=business.pk,
            account_id=account.pk,
            provider_id=inbound.provider_id,
            address_hash=address_hash,
        )
        if known.message_id is not None:
            return Received(known.message_id, Ask.NOTHING, True)
        person = people.find_person(
            business, known=known.people, address=inbound.sender, address_hash=address_hash, now=now
        )
        message = Message(**columns, contact_id=person.contact_id, conversation_id=person.conversation_id)
        message.business, message.account = business, account
        rows.store(message, columns, preview=_preview(columns))
        fact = stops.obey(message, signal, carrier_answered=_carrier_answered(account, inbound, signal), now=now)
        if person.is_new and signal.ask not in (Ask.STOP, Ask.SUSPECTED):
            people.record_inbound_consent(message, now=now)
        if fact is not None:
            record(fact, now=now)
    return Received(message.pk, signal.ask, False)


def _new_words(inbound: InboundText) -> str:
    return _storable(inbound.body).strip()


def _storable(text: str) -> str:
    """A text must never fail to be stored: PostgreSQL takes no NUL, and no half of an emoji that was cut in two."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _carrier_answered(account: ChannelAccount, inbound: InboundText, signal: Signal) -> bool:
    return inbound.opt_out_type is not None or (account.carrier_answers_keywords and signal.carrier_word)


def _columns(account: ChannelAccount, inbound: InboundText, *, now: datetime, via: str) -> dict[str, Any]:
    """Return what is known of the message before anybody knows whose it is, by the attributes of its row."""
    words = _new_words(inbound)
    return {
        "business_id": account.business_id,
        "account_id": account.pk,
        "channel": inbound.channel,
        "direction": Message.Direction.IN.value,
        "author": Message.Author.CONTACT.value,
        "status": Message.Status.RECEIVED.value,
        "address": inbound.sender,
        "address_hash": hash_address("phone", inbound.sender),
        "sender": inbound.to,
        "body": _storable(inbound.body),
        "new_text": words,
        "media": [{"url": item.url, "content_type": item.content_type} for item in inbound.media],
        "segments": inbound.num_segments or 0,
        "is_auto_reply": len(inbound.sender) < SHORTEST_PERSON or is_auto_reply(words, channel=inbound.channel),
        "carrier_keyword": inbound.opt_out_type or "",
        "origin": f"via:{via}",
        "provider_id": inbound.provider_id,
        "created_at": min(inbound.received_at or now, now),
    }


def _preview(columns: dict[str, Any]) -> str:
    text: str = columns["new_text"] or ("Picture" if columns["media"] else "")
    return text[:PREVIEW]
