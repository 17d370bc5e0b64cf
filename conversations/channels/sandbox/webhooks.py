"""The sandbox carrier calls the customer's site: signed forms, as Twilio sends them."""

from __future__ import annotations

from urllib.parse import urlencode

import aiohttp
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from conversations.channels.sandbox.store import Row, Store, make_sid, read_media

WEBHOOK_SECONDS = 15.0  # Twilio's own limit


class Webhooks:
    """Posts forms, signed with the account's token."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=3)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        if self._session:
            await self._session.close()

    async def call(self, url: str, form: dict[str, str], account_sid: str, *, spoil: bool = False) -> tuple[int, str]:
        """POST a signed form; returns status and text, status 0 when nobody answered."""
        account = self._store.find_account(account_sid)
        if account is None or self._session is None:
            return 0, ""
        signature = RequestValidator(account["token"] + ("x" if spoil else "")).compute_signature(url, form)
        headers = {
            SIGNATURE_HEADER: signature,
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": make_sid("")[:32],
        }
        limit = aiohttp.ClientTimeout(total=WEBHOOK_SECONDS)
        try:
            async with self._session.post(
                url, data=urlencode(form).encode(), headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                return response.status, await response.text(errors="replace")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return 0, ""


def status_form(message: Row) -> dict[str, str]:
    """The parameters of Twilio's status callback."""
    form = {
        "SmsSid": message["sid"],
        "SmsStatus": message["status"],
        "MessageStatus": message["status"],
        "To": message["recipient"],
        "MessageSid": message["sid"],
        "AccountSid": message["account"],
        "From": message["sender"],
        "ApiVersion": "2010-04-01",
    }
    if message["service"]:
        form["MessagingServiceSid"] = message["service"]
    if message["error_code"]:
        form["ErrorCode"] = str(message["error_code"])
    return form


def inbound_form(message: Row, keyword: str | None) -> dict[str, str]:
    """The parameters of Twilio's inbound webhook; OptOutType where the carrier has answered a keyword."""
    media = read_media(message)
    form = {
        "ToCountry": "US",
        "SmsMessageSid": message["sid"],
        "NumMedia": str(len(media)),
        "SmsSid": message["sid"],
        "SmsStatus": "received",
        "FromCountry": "US",
        "Body": message["body"],
        "To": message["recipient"],
        "NumSegments": str(message["segments"]),
        "MessageSid": message["sid"],
        "AccountSid": message["account"],
        "From": message["sender"],
        "ApiVersion": "2010-04-01",
    }
    for index, item in enumerate(media):
        form[f"MediaUrl{index}"] = item["url"]
        form[f"MediaContentType{index}"] = item.get("content_type", "image/jpeg")
    if keyword:
        form["OptOutType"] = keyword
    return form
