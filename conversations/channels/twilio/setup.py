"""Setting a Twilio channel up: the account's numbers, their webhooks, and numbers that can be had."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import ClientSession

from conversations.channels.base import Credentials, ErrorScope, NumberInfo, OutcomeUnknown, TryLater
from conversations.channels.http import get_json, post_form
from conversations.channels.twilio.answers import read_records
from conversations.channels.twilio.rest import Rest, as_id, is_this_machine, is_twilio
from conversations.channels.twilio.schema import API_URL, MESSAGING_URL

FOUND_AT_MOST = "30"


class TwilioSetup:
    """The adapter of `conversations.channel_setup`. Raises TryLater, with meaning auth where Twilio refuses us."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def list_numbers(self, *, credentials: Credentials, session: ClientSession) -> list[NumberInfo]:
        """Return the account's numbers, every page of them."""
        pages = self._rest.pages(
            "/IncomingPhoneNumbers.json", "incoming_phone_numbers", [("PageSize", "1000")], credentials, session
        )
        return [_read_number(row) async for row in pages]

    async def list_service_numbers(
        self, service: str, *, credentials: Credentials, session: ClientSession
    ) -> list[str]:
        """Return the numbers (E.164) of a messaging service, every page of them."""
        pages = self._rest.service_pages(f"{as_id(service)}/PhoneNumbers", "phone_numbers", credentials, session)
        return [str(row["phone_number"]) async for row in pages if row.get("phone_number")]

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
        """Point a number's webhooks at us; what is None stays as it is. Setting the same again changes nothing."""
        form = []
        if sms_url is not None:
            form += [("SmsUrl", sms_url), ("SmsMethod", "POST")]
        if voice_url is not None:
            form += [("VoiceUrl", voice_url), ("VoiceMethod", "POST")]
        if status_callback is not None:
            form += [("StatusCallback", status_callback), ("StatusCallbackMethod", "POST")]
        url = self._rest.url(credentials, f"/IncomingPhoneNumbers/{as_id(provider_id)}.json")
        try:
            answer = await post_form(session, url, form=form, credentials=credentials)
        except OutcomeUnknown as unknown:
            raise TryLater(unknown.sentence, meaning=unknown.meaning, scope=ErrorScope.ACCOUNT) from unknown
        return _read_number(read_records(answer))

    async def search_numbers(
        self, *, credentials: Credentials, session: ClientSession, country: str, area_code: str = "", contains: str = ""
    ) -> list[NumberInfo]:
        """Return local numbers that can text and be called, at most thirty. `country` is two letters."""
        query = [("SmsEnabled", "true"), ("VoiceEnabled", "true"), ("PageSize", FOUND_AT_MOST)]
        query += [("AreaCode", area_code)] if area_code else []
        query += [("Contains", contains)] if contains else []
        code = country.upper() if re.fullmatch(r"[A-Za-z]{2}", country) else "US"
        url = self._rest.url(credentials, f"/AvailablePhoneNumbers/{code}/Local.json")
        page = read_records(await get_json(session, url, query=query, credentials=credentials))
        return [_read_number(row) for row in page.get("available_phone_numbers") or ()]


def _read_number(row: dict[str, Any]) -> NumberInfo:
    # The one resource writes the capabilities in small letters, the other in capitals.
    able = {str(name).lower(): bool(value) for name, value in (row.get("capabilities") or {}).items()}
    return NumberInfo(
        provider_id=str(row.get("sid") or ""),
        number=str(row.get("phone_number") or ""),
        name=str(row.get("friendly_name") or ""),
        sms=able.get("sms", False),
        mms=able.get("mms", False),
        voice=able.get("voice", False),
        sms_url=str(row.get("sms_url") or ""),
        voice_url=str(row.get("voice_url") or ""),
        status_callback=str(row.get("status_callback") or ""),
    )


TWILIO = TwilioSetup(Rest(default_url=API_URL, messaging_url=MESSAGING_URL, allows_url=is_twilio))
SANDBOX = TwilioSetup(Rest(default_url="", allows_url=is_this_machine))
