"""Finding conversations by what was said in them (feature 144)."""

from __future__ import annotations

import re

from django.db import connection

from accounts.models import Business

CHUNK = 20_000
# Ids are given out before they are committed: so far behind the newest one is looked for stragglers.
STRAGGLERS = 5_000
MOST_WORDS = 6
# So many of the newest messages that hold the words.
MOST_MATCHES = 200

INDEX = """
INSERT INTO conversations_messagewords (message_id, business_id, conversation_id, words)
SELECT m.id, m.business_id, m.conversation_id,
       to_tsvector('simple', left(m.subject || ' ' || m.body, 5000))
FROM conversations_message m
WHERE m.id > %(after)s AND m.conversation_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM conversations_messagewords w WHERE w.message_id = m.id)
ORDER BY m.id LIMIT %(limit)s
ON CONFLICT DO NOTHING
"""

FIND = """
SELECT conversation_id FROM conversations_messagewords
WHERE business_id = %s AND words @@ to_tsquery('simple', %s) ORDER BY message_id DESC LIMIT %s
"""


def index_new_messages() -> int:
    """Make messages that came since findable; return how many. May run side by side with itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(message_id), 0) FROM conversations_messagewords")
        newest = cursor.fetchone()[0]
        cursor.execute(INDEX, {"after": max(0, newest - STRAGGLERS), "limit": CHUNK})
        return int(cursor.rowcount)


def has_new_messages() -> bool:
    """Say whether there are messages behind the last one that can be found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT max(id) FROM conversations_message), 0)"
            " > coalesce((SELECT max(message_id) FROM conversations_messagewords), 0)"
        )
        return bool(cursor.fetchone()[0])


def find_by_words(business: Business | int, query: str) -> list[int]:
    """Return ids of conversations in which one message holds every word of a query; the last may be a beginning.

    The newest MOST_MATCHES messages count: whoever looks for a word that everybody writes adds another.
    """
    words = re.findall(r"\w+", query.lower())[:MOST_WORDS]
    if not words:
        return []
    business_id = business if isinstance(business, int) else business.pk
    asked = " & ".join([*(f"'{word}'" for word in words[:-1]), f"'{words[-1]}':*"])
    with connection.cursor() as cursor:
        cursor.execute(FIND, [business_id, asked, MOST_MATCHES])
        return list(dict.fromkeys(pk for (pk,) in cursor.fetchall()))
