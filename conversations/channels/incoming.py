"""What a provider calls us with, read into our words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversations.channels.errors import ErrorGuide
from conversations.channels.records import DeliveryStatus, RemoteMessage


class MalformedWebhook(ValueError):
    """A signed webhook lacks what makes it one (for example the provider's id). Store nothing, answer 400."""


@dataclass(frozen=True, slots=True)
class Media:
    """One attachment of an inbound message, to be fetched with the account's credentials."""

    url: str = field(repr=False)
    content_type: str


@dataclass(frozen=True, slots=True)
class InboundText:
    """What a contact wrote. Addresses are bare E.164, whatever the channel.

    `opt_out_type` (STOP, START or HELP) means that the carrier recognised the keyword and has already answered.
    """

    provider_id: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    media: tuple[Media, ...]
    received_at: datetime | None
    opt_out_type: str | None
    raw: Mapping[str, str] = field(repr=False)
    num_segments: int | None
    channel: str = "sms"
    profile_name: str = field(default="", repr=False)
    messaging_service: str = ""
    account: str = ""


def read_back(message: RemoteMessage, *, media: tuple[Media, ...] = ()) -> InboundText:
    """Turn a record of the provider's into the inbound message whose webhook was missed.

    Its time is the provider's. Records do not say whether the carrier answered a keyword: the channel's settings do.
    """
    return InboundText(
        provider_id=message.provider_id,
        to=message.to,
        sender=message.sender,
        body=message.body,
        media=media,
        received_at=message.created_at,
        opt_out_type=None,
        raw={},
        num_segments=message.num_segments,
        channel=message.channel,
    )


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What became of a message. `message_id` is ours, from the callback's address, or empty.

    `status` is None for a word that we do not know: store the raw payload and change nothing.
    """

    provider_id: str
    message_id: str
    status: DeliveryStatus | None
    code: str
    guide: ErrorGuide | None
    occurred_at: datetime | None
    raw: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallUpdate:
    """News of a telephone call. `status` is the provider's word; `missed` when it ended and nobody took it.

    `sender` is empty where the caller withheld the number; `answered_by` says human or machine where that was detected.
    """

    provider_id: str
    direction: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    status: str
    ended: bool
    missed: bool
    duration_seconds: int | None
    answered_by: str
    occurred_at: datetime | None
    raw: Mapping[str, str] = field(repr=False)
