"""Loads everything that decisions rest on, for any number of messages in a constant number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from accounts.models import Business, Member
from contacts.models import ContactPoint
from conversations.models import ChannelAccount, InstanceState, Message, Switch
from conversations.outbox import factsql
from conversations.outbox.asks import Ask, hash_for, kind_of_address
from conversations.outbox.factrows import ConsentRow, ContactRow, PointRow, RecentRow, SuppressionRow
from conversations.outbox.wording import LINE_KEYS, Lines
from conversations.round_trip import fetch_together

CAP_WINDOW = timedelta(hours=24)
# What counts against a cap: handed over, on its way, or of unknown outcome.
COUNTED = ("sending", "sent", "delivered", "read", "undelivered", "unknown")
# Written by nobody in person and not asked for by the booking or the law.
NOT_AUTOMATED = (
    "member_reply",
    "appointment",
    "opt_out_confirmation",
    "help_answer",
    "test",
    "member_notice",
    "security",
)


class WrongBusiness(Exception):
    """A request names something of another business. A fault of the caller, nothing is stored."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What has been said in one contact's conversation."""

    id: int
    bot: str
    account_id: int | None
    disclosed_at: datetime | None
    handed_back_at: datetime | None
    last_outbound_at: datetime | None
    last_inbound_at: datetime | None
    inbound_channels: tuple[str, ...]
    last_inbound_address: str
    last_inbound_account_id: int | None
    last_inbound_channel: str
    automated_in_a_row: int


@dataclass(frozen=True, slots=True)
class Route:
    """Which sender writes to which address."""

    account: ChannelAccount | None
    point: PointRow | None
    address: str
    address_hash: str


@dataclass(slots=True)
class Facts:
    """All rows that a batch of decisions rests on, by their keys. Nothing in it is lazy."""

    businesses: dict[int, Business]
    contacts: dict[int, ContactRow]
    points: dict[int, list[PointRow]]
    accounts: dict[int, ChannelAccount]
    threads: dict[int, Thread]
    members: dict[int, Member]
    answers: dict[int, Message]
    lines: Lines
    switches: list[Switch]
    is_off: bool
    routes: list[Route] = field(default_factory=list)
    suppressions: dict[tuple[int, str], list[SuppressionRow]] = field(default_factory=dict)
    consents: dict[tuple[int, str], list[ConsentRow]] = field(default_factory=dict)
    recent: dict[tuple[int, str], list[RecentRow]] = field(default_factory=dict)
    # (business, sender, address hash) -> how many left, when the last with an opt-out line left
    history: dict[tuple[int, int | None, str], tuple[int, datetime | None]] = field(default_factory=dict)


def load_facts(asks: Sequence[Ask], *, now: datetime) -> Facts:
    """Return the facts for these asks (`routes` in their order), by the same number of queries for one as for 500."""
    facts = _load_by_id(asks)
    _check_owners(asks, facts)
    facts.routes = [_route(ask, facts) for ask in asks]
    _load_by_address(facts, now=now)
    return facts


def _load_by_id(asks: Sequence[Ask]) -> Facts:
    values = {
        "businesses": list({ask.business_id for ask in asks}),
        "contacts": list(_ids(ask.contact_id for ask in asks)),
        "answers": list(_ids(ask.answers_id for ask in asks)),
        "line_keys": list(LINE_KEYS),
        "by_hand": list(NOT_AUTOMATED),
        "counted": list(COUNTED),
    }
    businesses, contacts, points, accounts, threads, answers, lines, switches, [[is_off]] = fetch_together(
        (
            factsql.BUSINESSES,
            factsql.CONTACTS,
            factsql.POINTS,
            factsql.ACCOUNTS,
            factsql.THREADS,
            factsql.ANSWERS,
            factsql.LINES,
            factsql.SWITCHES,
            factsql.IS_OFF,
        ),
        values,
    )
    return Facts(
        businesses={row.pk: row for row in factsql.revive(Business, factsql.OF_BUSINESS, businesses)},
        contacts={row[0]: ContactRow(*row) for row in contacts},
        points=_grouped((PointRow(*row) for row in points), lambda point: point.contact_id),
        accounts={row.pk: row for row in factsql.revive(ChannelAccount, factsql.OF_ACCOUNT, accounts)},
        threads={row[0]: _thread(row) for row in threads},
        members=_load_members(asks),
        answers={row.pk: row for row in factsql.revive(Message, factsql.ANSWERED, answers)},
        lines={(business, key, language): text for business, key, language, text in lines},
        switches=factsql.revive(Switch, factsql.OF_SWITCH, switches),
        is_off=bool(is_off),
    )


def load_switches(business_ids: Iterable[int]) -> list[Switch]:
    """Return what is stopped for everybody or for these businesses."""
    return list(Switch.objects.filter(business=None) | Switch.objects.filter(business__in=set(business_ids)))


def is_instance_off() -> bool:
    """Say whether this installation found that its database is a copy and has not been told to go on."""
    return InstanceState.objects.exclude(sending_off_since=None).exists()


def is_reachable_here(address: str) -> bool:
    """Say whether SEND_ONLY_TO, where it is set, names this address."""
    allowed = {entry.strip().lower() for entry in settings.SEND_ONLY_TO}
    return not allowed or address.lower() in allowed


def _route(ask: Ask, facts: Facts) -> Route:
    kind = kind_of_address(ask.channel)
    thread = facts.threads.get(ask.contact_id or 0)
    points = [point for point in facts.points.get(ask.contact_id or 0, []) if point.kind == kind]
    address = ask.address or _answering_address(ask, facts, thread)
    if not address and points:
        usable = [point for point in points if point.state == ContactPoint.State.OK] or points
        address = next((point for point in usable if point.is_primary), usable[0]).address
    if not address and ask.member_id and kind == "email":
        address = facts.members[ask.member_id].user.email if ask.member_id in facts.members else ""
    point = next((point for point in points if point.address == address), None)
    return Route(_choose_account(ask, facts, thread), point, address, hash_for(ask.channel, address))


def _answering_address(ask: Ask, facts: Facts, thread: Thread | None) -> str:
    answered = facts.answers.get(ask.answers_id or 0)
    if answered and answered.channel == ask.channel:
        return answered.address
    return thread.last_inbound_address if thread and thread.last_inbound_channel == ask.channel else ""


def _choose_account(ask: Ask, facts: Facts, thread: Thread | None) -> ChannelAccount | None:
    """The sender asked for, else the one that the contact wrote to or knows, else the business's first usable one."""
    answered = facts.answers.get(ask.answers_id or 0)
    wanted = (
        ask.account_id,
        answered.account_id if answered else None,
        thread.last_inbound_account_id if thread else None,
        thread.account_id if thread else None,
    )
    mine = [a for a in facts.accounts.values() if a.business_id == ask.business_id and a.channel == ask.channel]
    for account_id in wanted:
        found = facts.accounts.get(account_id or 0)
        if found in mine and (found.is_active or account_id == ask.account_id):
            return found
    return next((a for a in mine if a.is_active and not a.problem), next(iter(mine), None))


def _load_by_address(facts: Facts, *, now: datetime) -> None:
    hashes = {route.address_hash for route in facts.routes if route.address_hash}
    values = {
        "businesses": list(facts.businesses),
        "hashes": list(hashes),
        # A stop on another address of the same contact counts too (ruling 6).
        "known": list(hashes | {point.address_hash for points in facts.points.values() for point in points}),
        "since": now - CAP_WINDOW,
        "counted": list(COUNTED),
    }
    suppressions, consents, recent, history = fetch_together(
        (factsql.SUPPRESSIONS, factsql.CONSENTS, factsql.RECENT, factsql.HISTORY), values
    )
    facts.suppressions = _grouped((SuppressionRow(*row) for row in suppressions), _by_address)
    facts.consents = _grouped((_consent(row) for row in consents), _by_address)
    facts.recent = _grouped((RecentRow(*row) for row in recent), _by_address)
    facts.history = {(row[0], row[1], row[2]): (row[3], row[4]) for row in history}


def _consent(row: tuple[Any, ...]) -> ConsentRow:
    # Django leaves JSON as text for its own fields to read.
    facts = json.loads(row[-2]) if row[-2] else None
    return ConsentRow._make((*row[:-2], facts, row[-1]))


def _thread(row: tuple[Any, ...]) -> Thread:
    return Thread(
        id=row[1],
        bot=row[2],
        account_id=row[3],
        disclosed_at=row[4],
        handed_back_at=row[5],
        last_outbound_at=row[6],
        last_inbound_at=row[7],
        inbound_channels=tuple(row[8] or ()),
        last_inbound_address=row[9] or "",
        last_inbound_account_id=row[10],
        last_inbound_channel=row[11] or "",
        automated_in_a_row=row[12],
    )


def _load_members(asks: Sequence[Ask]) -> dict[int, Member]:
    wanted = _ids(ask.member_id for ask in asks) | _ids(ask.by_member_id for ask in asks)
    if not wanted:
        return {}
    rows = Member.across_businesses.filter(pk__in=wanted).select_related("user")
    return {row.pk: row for row in rows}


def _check_owners(asks: Sequence[Ask], facts: Facts) -> None:
    """Rule 8: whoever mixes businesses up is told, before anything is decided."""
    for ask in asks:
        named = (
            facts.contacts.get(ask.contact_id or 0),
            facts.members.get(ask.member_id or 0),
            facts.members.get(ask.by_member_id or 0),
            facts.answers.get(ask.answers_id or 0),
        )
        if any(row is not None and row.business_id != ask.business_id for row in named):
            raise WrongBusiness("A message names a contact, member or message of another business.")


def _ids(values: Iterable[int | None]) -> set[int]:
    return {value for value in values if value}


def _by_address(row: Any) -> tuple[int, str]:
    return row.business_id, row.address_hash


def _grouped(rows: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
