"""The statements of the hot way in, written out: in a burst of answers the ORM's own work would be most of the cost.

An everyday message from one known person is one round trip, `store_everyday`. Whatever is more takes two: who is it and
is it here already; then message, thread and contact together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models
from psycopg import sql

from accounts.work import NUDGE_CHANNEL, Fact, fact_name
from contacts.consent import lock_key
from conversations.models import Message

# A statement of its own before the others: what they see must be newer than the lock.
LOCK = "SELECT pg_advisory_xact_lock(%(lock)s);"
IS_HERE = """
SELECT m.id FROM conversations_message m
WHERE m.account_id = %(account_id)s AND m.provider_id = %(provider_id)s AND m.provider_id <> ''"""
PEOPLE = """
contacts_contactpoint point LEFT JOIN conversations_conversation thread ON thread.contact_id = point.contact_id"""
AT_ADDRESS = """
point.business_id = %(business_id)s AND point.address_hash = %(address_hash)s
AND point.kind = 'phone' AND point.state <> 'detached'"""
LOOK = f"""{LOCK}
SELECT ({IS_HERE}), whose.contact_id, whose.thread_id FROM (VALUES (1)) AS once
LEFT JOIN (SELECT point.contact_id, thread.id AS thread_id FROM {PEOPLE} WHERE {AT_ADDRESS}) AS whose ON true
ORDER BY whose.contact_id
"""
# The person a new message is from, where one is known, with a thread, and no other shares the number.
ONLY_PERSON = f"""
SELECT contact_id, thread_id
FROM (SELECT point.contact_id, thread.id AS thread_id, count(*) OVER () AS sharing
      FROM {PEOPLE} WHERE {AT_ADDRESS}) AS whose
WHERE sharing = 1 AND thread_id IS NOT NULL AND NOT EXISTS ({IS_HERE})"""
NAMED_PERSON = "SELECT %(contact_id)s::bigint AS contact_id, %(conversation_id)s::bigint AS thread_id"

# What catch-up brings may be older than what the thread shows. greatest() passes over NULL.
SHOWN = """last_message_at = greatest(last_message_at, %(created_at)s),
preview = CASE WHEN last_message_at <= %(created_at)s THEN %(preview)s ELSE preview END"""
THREAD_BY_PERSON = f"""
UPDATE conversations_conversation SET state = 'open', closed_at = NULL, account_id = %(account_id)s,
last_inbound_at = greatest(last_inbound_at, %(created_at)s), unread = unread + 1, {SHOWN}
FROM person WHERE id = person.thread_id"""
CONTACT_BY_PERSON = """
UPDATE contacts_contact SET last_inbound_at = greatest(last_inbound_at, %(created_at)s)
FROM person WHERE id = person.contact_id"""
# A machine's message shows in the thread but opens, counts and proves nothing.
THREAD_BY_MACHINE = f"UPDATE conversations_conversation SET {SHOWN} FROM person WHERE id = person.thread_id"
# As accounts.work.record, for a fact whose ids are known only here.
WORK = """
INSERT INTO accounts_workitem (business_id, fact, payload, created_at)
SELECT %(business_id)s, %(fact)s,
jsonb_build_object('message_id', id, 'conversation_id', conversation_id, 'contact_id', contact_id), %(now)s
FROM stored RETURNING pg_notify(%(nudge)s, '')"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already: the message (None when new), and who has the address, by (contact id, conversation id)."""

    message_id: int | None
    people: tuple[tuple[int, int | None], ...]


def look(*, business_id: int, account_id: int, provider_id: str, address_hash: str) -> Known:
    """Lock the address; return whether a message is here and whose the address is, contacts known longest first."""
    values: dict[str, Any] = {"business_id": business_id, "account_id": account_id, "provider_id": provider_id,
              "address_hash": address_hash, "lock": lock_key(address_hash)}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LOOK, values)
        cursor.nextset()
        rows = cursor.fetchall()
    return Known(rows[0][0], tuple((contact, thread) for _, contact, thread in rows if contact is not None))


def store_everyday(columns: Mapping[str, Any], *, preview: str, fact: type[Fact], now: datetime) -> int | None:
    """Lock the address and store a new message from the one known person there, with one row of work.

    `columns` are the message's without contact and conversation; `fact` is told by the ids of message, conversation and
    contact. One round trip that is a transaction of its own where the caller has none. Returns the message's id, None
    where nothing was stored because it is here already, or more must be asked.
    """
    statement, fresh = _statement(tuple(columns), columns["is_auto_reply"], True)
    values = {
        **_as_stored(columns),
        **{name: Message._meta.get_field(name).get_default() for name in fresh},  # type: ignore[union-attr]
        "preview": preview,
        "lock": lock_key(columns["address_hash"]),
        "fact": fact_name(fact),
        "nudge": NUDGE_CHANNEL,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.nextset()
        row = cursor.fetchone()
    return row[0] if row else None


def store(message: Message, columns: Mapping[str, Any], *, preview: str) -> None:
    """Insert an inbound message and keep the summary columns of its thread and contact; sets the message's id."""
    statement, fresh = _statement(tuple(columns), message.is_auto_reply, False)
    values = {name: getattr(message, name) for name in (*columns, *fresh, "contact_id", "conversation_id")}
    with connection.cursor() as cursor:
        cursor.execute(statement, {**_as_stored(values), "preview": preview})
        message.pk = cursor.fetchone()[0]
    message._state.adding = False


def _as_stored(columns: Mapping[str, Any]) -> dict[str, Any]:
    # JSON is written here, and an enumeration's member as its value; everything else goes to the driver as it is.
    return {name: json.dumps(value) if isinstance(value, list) else value for name, value in columns.items()}


@lru_cache(maxsize=4)
def _statement(given: tuple[str, ...], by_machine: bool, everyday: bool) -> tuple[str, tuple[str, ...]]:
    """Return a statement, and the attributes that it wants beside the given ones because each row has its own.

    Every column of the model stands in it, so that a new one needs no change here; those that nobody gives carry their
    default as a literal, for psycopg takes a statement of more than fifty values apart anew each time.
    """
    places, fresh = {}, []
    for field in Message._meta.concrete_fields:
        if field.primary_key:
            continue
        if field.attname in ("contact_id", "conversation_id"):
            place = {"contact_id": "person.contact_id", "conversation_id": "person.thread_id"}[field.attname]
        elif field.attname in given:
            place = f"%({field.attname})s"
        elif _is_made_anew(field):
            place = f"%({field.attname})s"
            fresh.append(field.attname)
        else:
            place = _literal(field)
        places[field.column] = place
    columns = ", ".join(f'"{column}"' for column in places)
    parts = {
        "person": ONLY_PERSON if everyday else NAMED_PERSON,
        "stored": f"INSERT INTO conversations_message ({columns}) SELECT {', '.join(places.values())} FROM person "
        "RETURNING id, conversation_id, contact_id",
        "thread": THREAD_BY_MACHINE if by_machine else THREAD_BY_PERSON,
    }
    if not by_machine:
        parts["contact"] = CONTACT_BY_PERSON
    if everyday:
        parts["work"] = WORK
    whole = "WITH " + ", ".join(f"{name} AS ({part})" for name, part in parts.items()) + " SELECT id FROM stored"
    return (LOCK if everyday else "") + whole, tuple(fresh)


def _is_made_anew(field: models.Field[Any, Any]) -> bool:
    return field.has_default() and callable(field.default) and field.default not in (list, dict)


def _literal(field: models.Field[Any, Any]) -> str:
    value = field.get_db_prep_save(field.get_default(), connection)
    return sql.Literal(value).as_string(connection.connection).replace("%", "%%")
