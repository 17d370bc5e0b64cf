"""The columns that decisions read, as bare rows: making models would be half of the cost."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple


class ContactRow(NamedTuple):
    """Of a Contact."""

    id: int
    business_id: int
    zone: str
    zone_set_by_hand: bool
    country: str
    state: str
    language: str
    preferred_channel: str
    source: str
    last_inbound_at: datetime | None
    declined_at: datetime | None


class PointRow(NamedTuple):
    """Of a ContactPoint."""

    contact_id: int
    kind: str
    address: str
    address_hash: str
    line_type: str
    state: str
    is_primary: bool


class SuppressionRow(NamedTuple):
    """Of a Suppression."""

    id: int
    business_id: int
    address_hash: str
    kind_of_address: str
    reason: str
    all_channels: bool
    created_at: datetime


class ConsentRow(NamedTuple):
    """Of a ConsentRecord with its detail. facts, contact_id: None where there is no detail or it was erased."""

    id: int
    business_id: int
    address_hash: str
    kind_of_address: str
    action: str
    kind: str
    scope: str
    source: str
    has_wording: bool
    attested: bool
    obtained_at: datetime | None
    expires_at: datetime | None
    recorded_at: datetime
    facts: dict[str, Any] | None
    contact_id: int | None


class RecentRow(NamedTuple):
    """Of a Message handed over within the day."""

    id: int
    business_id: int
    address_hash: str
    handed_over_at: datetime
    purpose: str
    topic: str
    answers_fresh: bool
