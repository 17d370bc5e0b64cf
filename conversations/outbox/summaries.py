"""Keeps the columns of conversation and contact that lists read, in batches, after messages have left.

Each table by one statement of its own that locks its rows in order: nothing here can stand in an inbound message's way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

CONVERSATIONS = """
UPDATE conversations_conversation AS c SET
    last_message_at = greatest(c.last_message_at, %(now)s),
    last_outbound_at = greatest(c.last_outbound_at, %(now)s),
    preview = CASE WHEN c.last_message_at <= %(now)s THEN new.preview ELSE c.preview END,
    account_id = coalesce(c.account_id, new.account_id),
    disclosed_at = CASE WHEN new.disclosure THEN %(now)s ELSE c.disclosed_at END
FROM (SELECT locked.id, last.preview, last.account_id, last.disclosure
      FROM (SELECT id FROM conversations_conversation
            WHERE id IN (SELECT conversation_id FROM conversations_message WHERE id = ANY(%(ids)s))
            ORDER BY id FOR UPDATE) AS locked
      JOIN LATERAL (SELECT left(m.body, 160) AS preview, m.account_id, m.disclosure FROM conversations_message m
            WHERE m.conversation_id = locked.id AND m.id = ANY(%(ids)s) ORDER BY m.id DESC LIMIT 1) AS last ON true
     ) AS new
WHERE c.id = new.id
"""

CONTACTS = """
UPDATE contacts_contact AS c SET last_outbound_at = greatest(c.last_outbound_at, %(now)s)
FROM (SELECT id FROM contacts_contact
      WHERE id IN (SELECT contact_id FROM conversations_message WHERE id = ANY(%(ids)s))
      ORDER BY id FOR UPDATE) AS locked
WHERE c.id = locked.id
"""


def keep_summaries(message_ids: Sequence[int], *, now: datetime) -> None:
    """Note on their conversations and contacts that these messages have left."""
    if not message_ids:
        return
    with connection.cursor() as cursor:
        for statement in (CONVERSATIONS, CONTACTS):
            cursor.execute(statement, {"ids": list(message_ids), "now": now})
