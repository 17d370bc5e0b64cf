"""Setting a sender up: its credentials, the check of them, and the webhooks that the provider is to call."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from conversations.channels.base import ChannelError, Credentials
from conversations.channels.http import open_session
from conversations.channels.records import AccountInfo, NumberInfo
from conversations.channels.registry import adapter
from conversations.models import ChannelAccount

# What Twilio gives a number that nobody has set up.
UNUSED_VOICE = "https://demo.twilio.com/"


class SetupFailed(Exception):
    """The sender cannot be used yet; the text says why and what to do, for people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the provider says: the account's name and the number as it stands there, None where a service sends."""

    account_name: str
    number: NumberInfo | None


def credentials_of(account: ChannelAccount) -> Credentials:
    """Return a sender's credentials in the adapters' shape. A sandbox sender only ever calls this machine's carrier."""
    stored: dict[str, str] = json.loads(account.credentials or "{}")
    is_sandbox = account.provider == "sandbox"
    return Credentials(
        base_url=settings.SANDBOX_CARRIER_URL if is_sandbox else settings.TWILIO_API_URL,
        account=account.account_sid,
        secret=stored.get("auth_token", ""),
        api_key=stored.get("api_key", ""),
        api_secret=stored.get("api_secret", ""),
        messaging_base_url=settings.SANDBOX_CARRIER_URL if is_sandbox else settings.TWILIO_MESSAGING_URL,
    )


def pack_credentials(*, auth_token: str, api_key: str = "", api_secret: str = "") -> str:
    """Return the text for `ChannelAccount.credentials`, which the field encrypts."""
    return json.dumps({"auth_token": auth_token.strip(), "api_key": api_key.strip(), "api_secret": api_secret.strip()})


def webhook_urls(account: ChannelAccount) -> dict[str, str]:
    """Return the public addresses the provider calls, absolute: `sms_url` and `voice_url`."""
    return {
        "sms_url": settings.PUBLIC_URL.rstrip("/") + reverse("twilio_inbound", args=[account.webhook_key]),
        "voice_url": settings.PUBLIC_URL.rstrip("/") + reverse("twilio_voice", args=[account.webhook_key]),
    }


def check_sender(account: ChannelAccount, *, now: datetime) -> Checked:
    """Ask the provider whether the credentials open the account and the number is in it; keep the answer on the row.

    Calls the provider: tasks and commands only, never a web process. Raises SetupFailed, and then `problem` says why.
    """
    try:
        checked = asyncio.run(_check(account))
    except ChannelError as error:
        raise _keep_problem(account, f"{error.sentence} {error.advice}".strip()) from error
    if checked.number is None and not account.service_sid:
        raise _keep_problem(
            account, "This number is not in that account. Check the number, or sign in to the account that owns it."
        )
    account.problem, account.checked_at = "", now
    account.save(update_fields=["problem", "checked_at"])
    return checked


def set_webhooks(account: ChannelAccount, *, now: datetime) -> Checked:
    """Check a sender and point its number's webhooks at this site; asking again changes nothing. Raises SetupFailed.

    Inbound texts count as seen from now on, so that the first catch-up does not fetch an old number's past.
    """
    checked = check_sender(account, now=now)
    if checked.number is not None:
        try:
            asyncio.run(_set_webhooks(account, checked.number, _urls_for(account, checked.number)))
        except ChannelError as error:
            raise _keep_problem(account, f"{error.sentence} {error.advice}".strip()) from error
    if account.inbound_seen_at is None:
        account.inbound_seen_at = now
        account.save(update_fields=["inbound_seen_at"])
    return checked


def search_numbers(
    account: ChannelAccount, *, country: str, area_code: str = "", contains: str = ""
) -> list[NumberInfo]:
    """Return numbers that can be had, at most thirty. Raises SetupFailed. Tasks and commands only."""

    async def search() -> list[NumberInfo]:
        async with open_session(connections=2) as session:
            return await adapter(account.provider).setup.search_numbers(
                credentials=credentials_of(account),
                session=session,
                country=country,
                area_code=area_code,
                contains=contains,
            )

    try:
        return asyncio.run(search())
    except ChannelError as error:
        raise SetupFailed(f"{error.sentence} {error.advice}".strip()) from error


async def _check(account: ChannelAccount) -> Checked:
    provider, credentials = adapter(account.provider), credentials_of(account)
    async with open_session(connections=2) as session:
        info: AccountInfo = await provider.sender.check_credentials(credentials=credentials, session=session)
        numbers = await provider.setup.list_numbers(credentials=credentials, session=session)
    found = next((number for number in numbers if number.number == account.sender), None)
    return Checked(info.name, found)


def _may_take_calls(account: ChannelAccount, number: NumberInfo, *, ours: str) -> bool:
    """Calls are only forwarded where there is a line to ring, and never taken away from what answers them today."""
    is_free = number.voice_url in ("", ours) or number.voice_url.startswith(UNUSED_VOICE)
    return is_free and account.business.phone not in ("", account.sender)


def _urls_for(account: ChannelAccount, number: NumberInfo) -> dict[str, str]:
    urls = webhook_urls(account)
    if not _may_take_calls(account, number, ours=urls["voice_url"]):
        del urls["voice_url"]
    return urls


async def _set_webhooks(account: ChannelAccount, number: NumberInfo, urls: dict[str, Any]) -> None:
    async with open_session(connections=2) as session:
        await adapter(account.provider).setup.set_webhooks(
            number.provider_id, credentials=credentials_of(account), session=session, **urls
        )


def _keep_problem(account: ChannelAccount, sentence: str) -> SetupFailed:
    account.problem = sentence[:300]
    account.save(update_fields=["problem"])
    return SetupFailed(sentence)
