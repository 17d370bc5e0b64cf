"""What the provider has received for a sender: by all its numbers, and with the pictures. Reads and stores nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from conversations.channel_setup import credentials_of
from conversations.channels.base import ChannelError, InboundText, Media, read_back
from conversations.channels.http import open_session
from conversations.channels.records import RemoteMessage
from conversations.channels.registry import adapter
from conversations.models import ChannelAccount

if TYPE_CHECKING:
    from aiohttp import ClientSession

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listing:
    """What was read, oldest first, and the error that kept the rest from being read."""

    messages: list[RemoteMessage]
    error: ChannelError | None = None


def list_inbound(account: ChannelAccount, *, since: datetime) -> Listing:
    """Return what came in for a sender: its own number first, then the other numbers of its messaging service.

    A service that cannot be read keeps nothing from being heard that came to the sender itself. Raises ChannelError
    where not even that can be read.
    """
    return asyncio.run(_list_all(account, since=since, others=_numbers_of_others(account)))


def _numbers_of_others(account: ChannelAccount) -> set[str]:
    """A number of the service that is a sender of its own catches up by itself, perhaps for another business.

    One of this business that is switched off does not: what comes to its number is this sender's now.
    """
    others = ChannelAccount.across_businesses.exclude(pk=account.pk)
    given_up = others.filter(business_id=account.business_id, is_active=False).values("pk")
    return set(others.exclude(pk__in=given_up).values_list("sender", flat=True))


async def _list_all(account: ChannelAccount, *, since: datetime, others: set[str]) -> Listing:
    async with open_session(connections=2) as session:
        found = await _list_number(account, account.sender, since=since, session=session)
        try:
            for number in await _further_numbers(account, others, session=session):
                found += await _list_number(account, number, since=since, session=session)
        except ChannelError as error:
            return Listing(_in_order(found), error)
    return Listing(_in_order(found))


def _in_order(found: list[RemoteMessage]) -> list[RemoteMessage]:
    # Sorting keeps the provider's order within a second.
    return sorted(found, key=lambda message: message.created_at)


async def _further_numbers(account: ChannelAccount, others: set[str], *, session: ClientSession) -> list[str]:
    if not account.service_sid:
        return []
    numbers = await adapter(account.provider).setup.list_service_numbers(
        account.service_sid, credentials=credentials_of(account), session=session
    )
    return sorted(set(numbers) - others - {account.sender})


async def _list_number(
    account: ChannelAccount, number: str, *, since: datetime, session: ClientSession
) -> list[RemoteMessage]:
    return await adapter(account.provider).sender.list_messages(
        credentials=credentials_of(account), session=session, since=since, to=number, direction="inbound"
    )


def fetch_with_media(account: ChannelAccount, messages: list[RemoteMessage]) -> list[InboundText]:
    """Return the records as the inbound messages whose webhooks were missed, their pictures named.

    Pictures that the provider does not name now stay without an address: the words must not wait for them, there may
    be a STOP among them, and a person still sees that there was one.
    """
    return asyncio.run(_with_media(account, messages))


async def _with_media(account: ChannelAccount, messages: list[RemoteMessage]) -> list[InboundText]:
    async with open_session(connections=2) as session:
        return [
            read_back(message, media=await _media_of(account, message, session=session) if message.media_count else ())
            for message in messages
        ]


async def _media_of(account: ChannelAccount, message: RemoteMessage, *, session: ClientSession) -> tuple[Media, ...]:
    try:
        return await adapter(account.provider).sender.list_media(
            message.provider_id, credentials=credentials_of(account), session=session
        )
    except ChannelError as error:
        log.warning("media_not_listed", account=account.pk, meaning=str(error.meaning))
        return (Media("", ""),) * message.media_count
