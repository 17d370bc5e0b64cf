"""Twilio's REST addresses: which may be called with which credentials, and how its lists are paged."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession

from conversations.channels.base import Credentials, ErrorMeaning, ErrorScope, TryLater
from conversations.channels.http import get_json
from conversations.channels.twilio.answers import read_records
from conversations.channels.twilio.schema import API_VERSION

SERVICES = "/v1/Services/"
ENDLESS = "The provider's list does not end, so it was not used."


def is_twilio(url: str) -> bool:
    """Say whether the address is Twilio's, over TLS."""
    return url.startswith("https://") and _host_of(url).endswith(".twilio.com")


def is_this_machine(url: str) -> bool:
    """Say whether the address is of the machine itself, which is where the sandbox carrier listens."""
    host = _host_of(url)
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(url: str) -> str:
    """Return the host of an address that people typed in; empty where it is none, or carries a name and password."""
    try:
        parts = urlsplit(url)
        return "" if parts.username is not None or parts.port == 0 else parts.hostname or ""
    except ValueError:
        return ""


class Rest:
    """Twilio's API at one place: its own, or the sandbox carrier's."""

    def __init__(self, *, default_url: str, allows_url: Callable[[str], bool], messaging_url: str = "") -> None:
        self._default_url = default_url
        self._messaging_url = messaging_url
        self._allows_url = allows_url

    def url(self, credentials: Credentials, path: str) -> str:
        """Return the address of something of the account. Raises TryLater where the credentials name a wrong place."""
        return f"{self.root(credentials)}/{API_VERSION}/Accounts/{as_id(credentials.account)}{path}"

    async def pages(
        self, path: str, key: str, query: list[tuple[str, str]], credentials: Credentials, session: ClientSession
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the rows of a list, page after page to the end. Raises TryLater."""
        seen: set[str] = set()
        page = read_records(await get_json(session, self.url(credentials, path), query=query, credentials=credentials))
        while True:
            for row in page.get(key) or ():
                yield row
            following = str(page.get("next_page_uri") or "")
            if not following:
                return
            if following in seen or not following.startswith(f"/{API_VERSION}/"):
                raise TryLater(ENDLESS, meaning=ErrorMeaning.OUTAGE, scope=ErrorScope.ACCOUNT)
            seen.add(following)
            page = read_records(await get_json(session, self.root(credentials) + following, credentials=credentials))

    async def service_pages(
        self, path: str, key: str, credentials: Credentials, session: ClientSession
    ) -> AsyncIterator[dict[str, Any]]:
        """Yield the rows of a list of the messaging API, whose next page is a whole address. Raises TryLater."""
        root = self._allowed(credentials.messaging_base_url or self._messaging_url)
        following, seen = f"{root}{SERVICES}{path}?PageSize=100", set[str]()
        while following:
            if following in seen or not following.startswith(root + SERVICES):
                raise TryLater(ENDLESS, meaning=ErrorMeaning.OUTAGE, scope=ErrorScope.ACCOUNT)
            seen.add(following)
            page = read_records(await get_json(session, following, credentials=credentials))
            for row in page.get(key) or ():
                yield row
            following = str((page.get("meta") or {}).get("next_page_url") or "")

    def root(self, credentials: Credentials) -> str:
        """Return the address of the API. Raises TryLater where the credentials name a wrong place."""
        return self._allowed(credentials.base_url or self._default_url)

    def _allowed(self, address: str) -> str:
        base = address.rstrip("/")
        if not self._allows_url(base):
            raise TryLater(
                "This channel may not call that address, so nothing was sent.",
                meaning=ErrorMeaning.AUTH,
                scope=ErrorScope.ACCOUNT,
                advice="Correct its settings: a live channel calls the provider, a demo's calls this machine.",
            )
        return base


def as_id(value: str) -> str:
    """Let nothing but an id into a path: credentials are typed in by people."""
    return value if re.fullmatch(r"[A-Za-z0-9]{1,64}", value) else "none"
