"""What a provider's own records hold, read back for reconciling, catch-up and setting a channel up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """How far a message has come at the provider, in our words. `queued` and `sending`: the provider has it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    RECEIVED = "received"  # inbound messages in the provider's list only


@dataclass(frozen=True, slots=True)
class RemoteMessage:
    """A message as the provider's list has it. `direction` is inbound or outbound; `status` None when unknown to us."""

    provider_id: str
    direction: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    status: DeliveryStatus | None
    created_at: datetime
    error_code: str
    num_segments: int | None = None
    media_count: int = 0
    channel: str = "sms"


@dataclass(frozen=True, slots=True)
class RemoteCall:
    """A call as the provider's list has it."""

    provider_id: str
    direction: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    status: str
    started_at: datetime
    ended_at: datetime | None
    duration_seconds: int | None


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """The account that the credentials open: `status` is active, suspended or closed."""

    account: str
    name: str
    status: str
    trial: bool


@dataclass(frozen=True, slots=True)
class NumberInfo:
    """A number of the account, or one that can be had (then `provider_id` is empty)."""

    provider_id: str
    number: str
    name: str
    sms: bool
    mms: bool
    voice: bool
    sms_url: str = ""
    voice_url: str = ""
    status_callback: str = ""
