"""The contract between the rooms and the providers: what an adapter is given, what it answers, how it fails.

Adapters know nothing of the business. They get a frozen request with credentials and return a frozen result, or raise
one of the three errors of `errors.py`. Nothing here is Twilio's, and no provider library is imported, so that a web
process can use the contract for the price of this file.

What names a person (numbers, bodies, tokens) is left out of every `repr` and of every error's text: these end up in
logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from conversations.channels.errors import (
    ChannelError,
    ErrorGuide,
    ErrorMeaning,
    ErrorScope,
    OutcomeUnknown,
    Rejected,
    TryLater,
)
from conversations.channels.incoming import (
    CallUpdate,
    InboundText,
    MalformedWebhook,
    Media,
    StatusUpdate,
    read_back,
)
from conversations.channels.records import AccountInfo, DeliveryStatus, NumberInfo, RemoteCall, RemoteMessage

if TYPE_CHECKING:
    from aiohttp import ClientSession

__all__ = [
    "AccountInfo",
    "CallUpdate",
    "ChannelError",
    "ClearedRequest",
    "Credentials",
    "DeliveryStatus",
    "ErrorGuide",
    "ErrorMeaning",
    "ErrorScope",
    "InboundText",
    "MalformedWebhook",
    "Media",
    "NotCleared",
    "NumberInfo",
    "OutcomeUnknown",
    "ReceiveAdapter",
    "Rejected",
    "RemoteCall",
    "RemoteMessage",
    "SendAdapter",
    "SendRequest",
    "SendResult",
    "SetupAdapter",
    "StatusUpdate",
    "TryLater",
    "clear_for_sending",
    "read_back",
]


class NotCleared(Exception):
    """Somebody tried to send without a Clearance whose verdict is allow."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account at a provider. `secret` is the auth token that also signs webhooks; an API key, where given, signs in.

    Empty addresses mean the provider's own. Times are in seconds.
    """

    base_url: str
    account: str
    secret: str = field(repr=False)
    api_key: str = field(default="", repr=False)
    api_secret: str = field(default="", repr=False)
    messaging_base_url: str = ""
    timeout_seconds: float = 10.0
    connect_timeout_seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class SendRequest:
    """One outbound message. `message_id` is our public id; `status_callback` an absolute URL that carries it.

    `sender` is a number or the id of a messaging service; `channel` is sms or whatsapp; `validity_seconds` is how
    long the provider may keep trying.
    """

    message_id: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    status_callback: str = field(repr=False)
    validity_seconds: int
    media: tuple[str, ...] = field(default=(), repr=False)
    channel: str = "sms"
    template: str = ""
    template_variables: Mapping[str, str] | None = field(default=None, repr=False)


_SEAL = object()


@dataclass(frozen=True, slots=True)
class ClearedRequest:
    """A request that may leave. Only `clear_for_sending` can make one, and adapters take nothing else."""

    request: SendRequest
    clearance_id: str
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise NotCleared("A ClearedRequest is made by clear_for_sending, from a Clearance.")


def clear_for_sending(request: SendRequest, *, clearance_id: str, verdict: str) -> ClearedRequest:
    """Wrap a request that its Clearance allows to leave. Raises NotCleared unless `verdict` is exactly "allow"."""
    if verdict != "allow" or not clearance_id:
        raise NotCleared("This message has no Clearance with the verdict allow, so it stays here.")
    return ClearedRequest(request, clearance_id, _SEAL)


@dataclass(frozen=True, slots=True)
class SendResult:
    """The provider took the message. `status` is in our words, `raw_status` in the provider's."""

    provider_id: str
    status: DeliveryStatus
    segments: int | None
    raw_status: str


class SendAdapter(Protocol):
    """Hands messages over and reads the provider's records. Every method may raise a ChannelError."""

    async def send(self, cleared: ClearedRequest, *, credentials: Credentials, session: ClientSession) -> SendResult:
        """Hand one message over, once."""

    async def fetch(
        self, provider_id: str, *, credentials: Credentials, session: ClientSession
    ) -> RemoteMessage | None:
        """Return one message of the provider's records, or None when it has no such message."""

    async def list_messages(
        self,
        *,
        credentials: Credentials,
        session: ClientSession,
        since: datetime,
        until: datetime | None = None,
        to: str | None = None,
        sender: str | None = None,
        direction: str | None = None,
    ) -> list[RemoteMessage]:
        """Return all messages between two aware times, every page of them, oldest first."""

    async def list_media(
        self, provider_id: str, *, credentials: Credentials, session: ClientSession
    ) -> tuple[Media, ...]:
        """Return the attachments of an inbound message."""

    async def list_calls(
        self,
        *,
        credentials: Credentials,
        session: ClientSession,
        since: datetime,
        to: str | None = None,
        direction: str | None = None,
    ) -> list[RemoteCall]:
        """Return all calls started since an aware time, every page of them, oldest first."""

    async def check_credentials(self, *, credentials: Credentials, session: ClientSession) -> AccountInfo:
        """Return the account; raises TryLater with meaning auth where the provider refuses the credentials."""


class SetupAdapter(Protocol):
    """Sets a channel up at the provider. Every method may raise TryLater; doing it again is harmless."""

    async def list_numbers(self, *, credentials: Credentials, session: ClientSession) -> list[NumberInfo]:
        """Return the account's numbers, every page of them."""

    async def list_service_numbers(
        self, service: str, *, credentials: Credentials, session: ClientSession
    ) -> list[str]:
        """Return the numbers (E.164) of a messaging service, every page of them."""

    async def set_webhooks(
        self,
        provider_id: str,
        *,
        credentials: Credentials,
        session: ClientSession,
        sms_url: str | None = None,
        voice_url: str | None = None,
        status_callback: str | None = None,
    ) -> NumberInfo:
        """Point a number's webhooks at us; what is None stays as it is."""

    async def search_numbers(
        self, *, credentials: Credentials, session: ClientSession, country: str, area_code: str = "", contains: str = ""
    ) -> list[NumberInfo]:
        """Return numbers that can be had, at most thirty."""


class ReceiveAdapter(Protocol):
    """Reads what a provider calls us with. Pure: no clock, no network."""

    def verify(self, url: str, params: object, headers: Mapping[str, str], secret: str) -> bool:
        """Say whether the provider signed this request. `url` is the public one, `params` the form or the raw body."""

    def parse_inbound(self, params: Mapping[str, str]) -> InboundText:
        """Read an inbound message; raises MalformedWebhook."""

    def parse_status(self, params: Mapping[str, str], query: Mapping[str, str]) -> StatusUpdate:
        """Read a delivery status; raises MalformedWebhook."""

    def parse_call(self, params: Mapping[str, str]) -> CallUpdate:
        """Read a call's status; raises MalformedWebhook."""
