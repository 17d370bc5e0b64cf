"""The statements of the hot way in, written out: in a burst of answers the ORM's own work would be most of the cost.

Two round trips: who is it and is it here already; then message, thread and contact together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from conversations.models import Message

LOOK = """
SELECT (SELECT m.id FROM conversations_message m
        WHERE m.account_id = %(account)s AND m.provider_id = %(provider_id)s AND m.provider_id <> ''),
       point.contact_id, thread.id
FROM (VALUES (1)) AS once
LEFT JOIN contacts_contactpoint point ON point.business_id = %(business)s AND point.address_hash = %(address_hash)s
     AND point.kind = 'phone' AND point.state <> 'detached'
LEFT JOIN conversations_conversation thread ON thread.contact_id = point.contact_id
ORDER BY point.contact_id
"""

# What catch-up brings may be older than what the thread shows. greatest() passes over NULL.
THREAD_BY_PERSON = """
    UPDATE conversations_conversation SET state = 'open', closed_at = NULL, account_id = %(account)s,
        last_message_at = greatest(last_message_at, %(at)s), last_inbound_at = greatest(last_inbound_at, %(at)s),
        preview = CASE WHEN last_message_at <= %(at)s THEN %(preview)s ELSE preview END, unread = unread + 1
    WHERE id = %(thread)s"""
CONTACT_BY_PERSON = """
    UPDATE contacts_contact SET last_inbound_at = greatest(last_inbound_at, %(at)s) WHERE id = %(contact)s"""
# A machine's message shows in the thread but opens, counts and proves nothing.
THREAD_BY_MACHINE = """
    UPDATE conversations_conversation SET last_message_at = greatest(last_message_at, %(at)s),
        preview = CASE WHEN last_message_at <= %(at)s THEN %(preview)s ELSE preview END
    WHERE id = %(thread)s"""


@dataclass(frozen=True, slots=True)
class Known:
    """What is here already: the message (None when new), and who has the address, by (contact id, conversation id)."""

    message_id: int | None
    people: tuple[tuple[int, int | None], ...]


def look(*, business_id: int, account_id: int, provider_id: str, address_hash: str) -> Known:
    """Return whether a message is here and whose the address is, contacts known longest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            LOOK,
            {
                "business": business_id,
                "account": account_id,
                "provider_id": provider_id,
                "address_hash": address_hash,
            },
        )
        rows = cursor.fetchall()
    return Known(rows[0][0], tuple((contact, thread) for _, contact, thread in rows if contact is not None))


def store(message: Message, *, preview: str) -> None:
    """Insert an inbound message and keep the summary columns of its thread and contact; sets the message's id."""
    names, statement = _statement(message.is_auto_reply)
    values: dict[str, Any] = {
        "thread": message.conversation_id,
        "contact": message.contact_id,
        "account": message.account_id,
        "at": message.created_at,
        "preview": preview,
    }
    for name in names:
        field = Message._meta.get_field(name)
        values[f"m_{name}"] = field.get_db_prep_save(field.pre_save(message, True), connection)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        message.pk = cursor.fetchone()[0]
    message._state.adding = False


@lru_cache(maxsize=2)
def _statement(by_machine: bool) -> tuple[tuple[str, ...], str]:
    """Every column of the model stands in the statement, so that a new one needs no change here."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(f"%(m_{field.name})s" for field in fields)
    insert = f"INSERT INTO conversations_message ({columns}) VALUES ({places}) RETURNING id"
    if by_machine:
        statement = f"WITH stored AS ({insert}), thread AS ({THREAD_BY_MACHINE}) SELECT id FROM stored"
    else:
        statement = (
            f"WITH stored AS ({insert}), thread AS ({THREAD_BY_PERSON}), person AS ({CONTACT_BY_PERSON}) "
            "SELECT id FROM stored"
        )
    return tuple(field.name for field in fields), statement
