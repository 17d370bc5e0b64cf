"""Chooses what leaves next: due, not switched off, within its sender's rate, one message an address at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from contacts.consent import lock_key
from contacts.eligibility import SendingMode
from conversations.models import ChannelAccount, Message, Switch
from conversations.outbox.budget import Allowance, is_bulk, read_allowances
from conversations.outbox.bulk import bare_models
from conversations.outbox.contract import PRIORITY, waits_for_catch_up
from conversations.outbox.facts import is_instance_off, load_switches

# Hops from sender to sender on the index: cost follows the senders with waiting messages, not the messages.
WAITING_SENDERS = """
WITH RECURSIVE waiting AS (
    (SELECT account_id FROM conversations_message
     WHERE status = 'queued' AND account_id IS NOT NULL ORDER BY account_id LIMIT 1)
    UNION ALL
    SELECT (SELECT m.account_id FROM conversations_message m
            WHERE m.status = 'queued' AND m.account_id > waiting.account_id ORDER BY m.account_id LIMIT 1)
    FROM waiting WHERE waiting.account_id IS NOT NULL)
SELECT account_id FROM waiting WHERE account_id IS NOT NULL
"""

DUE = """
SELECT found.id, found.address_hash
FROM unnest(%(accounts)s::bigint[], %(rooms)s::int[], %(bulk_rooms)s::int[], %(behind)s::bool[])
     AS sender(id, room, bulk_room, is_behind)
CROSS JOIN unnest(%(priorities)s::int[], %(bulk)s::bool[], %(waits)s::bool[]) AS rank(priority, is_bulk, waits)
CROSS JOIN LATERAL (
    SELECT m.id, m.address_hash, m.due_at FROM conversations_message m
    WHERE m.status = 'queued' AND m.account_id = sender.id AND m.priority = rank.priority AND m.due_at <= %(now)s
      AND (%(only)s::bigint IS NULL OR m.id = %(only)s)
      AND NOT EXISTS (
        SELECT 1 FROM conversations_switch s WHERE s.business_id = m.business_id
        AND ((s.scope = 'origin' AND s.key = m.origin_group) OR (s.scope = 'contact' AND s.key = m.contact_id::text)))
    ORDER BY m.due_at, m.id
    LIMIT CASE WHEN rank.waits AND sender.is_behind THEN 0 WHEN rank.is_bulk THEN sender.bulk_room ELSE sender.room END
    FOR UPDATE SKIP LOCKED) AS found
ORDER BY rank.priority, found.due_at, found.id LIMIT %(limit)s
"""

LOADED = (
    "id", "uid", "business_id", "account_id", "contact_id", "member_id", "by_member_id", "answers_id", "answered_at",
    "channel", "purpose", "address", "address_hash", "body", "language", "origin_group", "topic", "reason_key",
    "approval", "stated_reason", "confirmations", "priority", "latest_at", "attempts", "rule_hours", "copy_version",
)  # fmt: skip
LOAD = f"""
SELECT {", ".join(f"m.{name}" for name in LOADED)} FROM unnest(%s::bigint[]) WITH ORDINALITY AS due(id, place)
JOIN conversations_message m ON m.id = due.id ORDER BY due.place
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Due messages in the order in which they should leave, locked with their addresses, and their senders."""

    messages: list[Message]
    accounts: dict[int, ChannelAccount]


def claim_due(*, now: datetime, limit: int, only: int | None = None) -> Claimed:
    """Lock the next due messages and their addresses until the transaction ends, and load them.

    Never waits for an address: whoever holds it (an opt-out, another worker) goes first, the message comes next time.
    """
    accounts = open_senders()
    ids = lock_due(accounts, now=now, limit=limit, only=only)
    return Claimed(_load(ids), accounts)


def _load(ids: Sequence[int]) -> list[Message]:
    """Return these messages in this order with the columns that a hand-over reads; the others load when asked for."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LOAD, [list(ids)])
        return bare_models(Message, LOADED, cursor.fetchall())


@transaction.atomic
def peek_due(*, now: datetime, limit: int) -> list[int]:
    """Return the ids of what `claim_due` would take, without keeping the locks."""
    return lock_due(open_senders(), now=now, limit=limit)


def lock_due(accounts: dict[int, ChannelAccount], *, now: datetime, limit: int, only: int | None = None) -> list[int]:
    """Choose and lock what these senders may send next, one message an address; return the ids in order."""
    if not accounts:
        return []
    allowances = read_allowances(accounts.values(), now=now)
    return _one_per_address(_find_due(accounts, allowances, now=now, limit=limit, only=only))


def open_senders() -> dict[int, ChannelAccount]:
    """Return the senders with waiting messages that may send at all: by mode, switch and state."""
    if settings.SENDING == SendingMode.OFF or is_instance_off():
        return {}
    with connection.cursor() as cursor:
        cursor.execute(WAITING_SENDERS)
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return {}
    rows = ChannelAccount.across_businesses.filter(pk__in=ids, is_active=True, problem="")
    if settings.SENDING == SendingMode.SANDBOX:
        rows = rows.filter(kind=ChannelAccount.Kind.SANDBOX)
    found = list(rows.order_by("pk"))
    stopped = {(row.scope, row.business_id, row.key) for row in load_switches({row.business_id for row in found})}
    return {row.pk: row for row in found if not _is_stopped(row, stopped)}


def _is_stopped(account: ChannelAccount, stopped: set[tuple[str, int | None, str]]) -> bool:
    scopes = {
        (Switch.Scope.ALL, None, ""),
        (Switch.Scope.BUSINESS, account.business_id, ""),
        (Switch.Scope.CHANNEL, account.business_id, str(account.pk)),
    }
    return bool(scopes & stopped)


def _find_due(
    accounts: dict[int, ChannelAccount],
    allowances: dict[int, Allowance],
    *,
    now: datetime,
    limit: int,
    only: int | None,
) -> list[tuple[int, str]]:
    """Return id and address hash of the due messages, in order, their rows locked."""
    priorities = sorted(set(PRIORITY.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            DUE,
            {
                "accounts": list(accounts),
                "rooms": [min(limit, allowances[pk].room(bulk=False)) for pk in accounts],
                "bulk_rooms": [min(limit, allowances[pk].room(bulk=True)) for pk in accounts],
                # What came in while we were down comes first (rule 5).
                "behind": [row.catch_up_wanted_at is not None for row in accounts.values()],
                "priorities": priorities,
                "bulk": [is_bulk(priority) for priority in priorities],
                "waits": [waits_for_catch_up(priority) for priority in priorities],
                "now": now,
                "limit": limit,
                "only": only,
            },
        )
        return [(pk, address_hash) for pk, address_hash in cursor.fetchall()]


def _one_per_address(found: Sequence[tuple[int, str]]) -> list[int]:
    """Keep the first message of each address whose lock is free; the others wait for the next look."""
    first: dict[str, int] = {}
    for pk, address_hash in found:
        first.setdefault(address_hash, pk)
    if not first:
        return []
    keys = {address_hash: lock_key(address_hash) for address_hash in first}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM unnest(%s::bigint[]) AS key WHERE pg_try_advisory_xact_lock(key)", [list(keys.values())]
        )
        free = {row[0] for row in cursor.fetchall()}
    return [pk for address_hash, pk in first.items() if keys[address_hash] in free]
