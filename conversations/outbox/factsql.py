"""The statements that load facts, written out: the ORM's own work would be most of what deciding costs.

Statements that do not need each other's rows go as one round trip (`conversations.round_trip`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection, models

from accounts.models import Business
from contacts.models import ConsentRecord, Contact, ContactPoint, Suppression
from conversations.models import ChannelAccount, Message, Switch
from conversations.outbox.factrows import ConsentRow, ContactRow, PointRow, RecentRow, SuppressionRow
from conversations.round_trip import Rows

M = TypeVar("M", bound=models.Model)


def names_of(model: type[models.Model], *left_out: str) -> tuple[str, ...]:
    """Return the attributes of a model that have a column, in order, without those left out."""
    return tuple(field.attname for field in model._meta.concrete_fields if field.attname not in left_out)


# What an answer's question tells; what nobody decides by is left where it is, secrets above all.
ANSWERED = ("id", "business_id", "account_id", "channel", "address", "carrier_keyword", "created_at")
OF_BUSINESS = names_of(Business, "hours")
OF_ACCOUNT = names_of(ChannelAccount, "credentials", "webhook_key")
OF_SWITCH = names_of(Switch)


def _select(model: type[models.Model], names: Sequence[str], rest: str) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {columns} FROM {model._meta.db_table} {rest}"


BUSINESSES = _select(Business, OF_BUSINESS, "WHERE id = ANY(%(businesses)s)")
CONTACTS = _select(Contact, ContactRow._fields, "WHERE id = ANY(%(contacts)s)")
POINTS = _select(
    ContactPoint,
    PointRow._fields,
    "WHERE contact_id = ANY(%(contacts)s) AND business_id = ANY(%(businesses)s) ORDER BY id",
)
ACCOUNTS = _select(ChannelAccount, OF_ACCOUNT, "WHERE business_id = ANY(%(businesses)s) ORDER BY id")
ANSWERS = _select(Message, ANSWERED, "WHERE id = ANY(%(answers)s)")
SWITCHES = _select(Switch, OF_SWITCH, "WHERE business_id IS NULL OR business_id = ANY(%(businesses)s)")
LINES = """
SELECT business_id, key, language, text FROM conversations_approvedcopy
WHERE business_id = ANY(%(businesses)s) AND key = ANY(%(line_keys)s) AND channel = 'sms' AND is_current
"""
IS_OFF = "SELECT EXISTS (SELECT 1 FROM conversations_instancestate WHERE sending_off_since IS NOT NULL)"

THREADS = """
SELECT c.contact_id, c.id, c.bot, c.account_id, c.disclosed_at, c.handed_back_at, c.last_outbound_at,
       said.last_at, said.channels, last_in.address, last_in.account_id, last_in.channel,
       (SELECT count(*) FROM conversations_message o
         WHERE o.conversation_id = c.id AND o.direction = 'out' AND o.handed_over_at IS NOT NULL
           AND o.purpose <> ALL(%(by_hand)s) AND o.status = ANY(%(counted)s)
           AND (said.last_at IS NULL OR o.handed_over_at > said.last_at))
FROM conversations_conversation c
LEFT JOIN LATERAL (
    SELECT max(m.created_at) FILTER (WHERE NOT m.is_auto_reply) AS last_at, array_agg(DISTINCT m.channel) AS channels
    FROM conversations_message m WHERE m.conversation_id = c.id AND m.direction = 'in') said ON true
LEFT JOIN LATERAL (
    SELECT m.address, m.account_id, m.channel FROM conversations_message m
    WHERE m.conversation_id = c.id AND m.direction = 'in' ORDER BY m.created_at DESC, m.id DESC LIMIT 1) last_in ON true
WHERE c.contact_id = ANY(%(contacts)s)
"""

SUPPRESSIONS = _select(
    Suppression,
    SuppressionRow._fields,
    """AS stop WHERE business_id = ANY(%(businesses)s) AND address_hash = ANY(%(known)s)
    AND NOT EXISTS (SELECT 1 FROM contacts_suppressionlift lift WHERE lift.suppression_id = stop.id)""",
)
_OF_RECORD = ", ".join(f'record."{name}"' for name in ConsentRow._fields[:-2])
CONSENTS = f"""
SELECT {_OF_RECORD}, detail.facts, detail.contact_id
FROM {ConsentRecord._meta.db_table} record LEFT JOIN contacts_consentdetail detail ON detail.record_id = record.id
WHERE record.business_id = ANY(%(businesses)s) AND record.address_hash = ANY(%(hashes)s) ORDER BY record.id
"""
RECENT = _select(
    Message,
    RecentRow._fields,
    """WHERE business_id = ANY(%(businesses)s) AND address_hash = ANY(%(hashes)s) AND handed_over_at > %(since)s
    AND direction = 'out' AND status = ANY(%(counted)s)""",
)
HISTORY = """
SELECT business_id, account_id, address_hash, count(*), max(handed_over_at) FILTER (WHERE opt_out_line)
FROM conversations_message
WHERE address_hash = ANY(%(hashes)s) AND handed_over_at IS NOT NULL AND direction = 'out' AND status = ANY(%(counted)s)
GROUP BY business_id, account_id, address_hash
"""


def revive(model: type[M], names: Sequence[str], rows: Rows) -> list[M]:
    """Return rows as instances of their model; a column that was not loaded is fetched when somebody reads it."""
    return [model.from_db(connection.alias, names, row) for row in rows]
