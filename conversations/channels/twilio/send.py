"""Handing messages to Twilio and reading its records, over the plain REST protocol."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from aiohttp import ClientSession

from conversations.channels.base import (
    AccountInfo,
    ClearedRequest,
    Credentials,
    ErrorMeaning,
    ErrorScope,
    Media,
    NotCleared,
    Rejected,
    RemoteCall,
    RemoteMessage,
    SendRequest,
    SendResult,
)
from conversations.channels.http import get_json, post_form
from conversations.channels.twilio.answers import read_records, read_result
from conversations.channels.twilio.rest import Rest, as_id, is_this_machine, is_twilio
from conversations.channels.twilio.schema import API_URL, join_address, read_call, read_message

PAGE_SIZE = "1000"  # Twilio's maximum
LONGEST_VALIDITY = 36_000  # ten hours, Twilio's maximum and default
FICTIONAL = re.compile(r"\+1\d{3}55501\d{2}")


class TwilioSender:
    """The adapter. The sandbox is the same one, allowed to call this machine only and to text nobody who exists."""

    def __init__(self, rest: Rest, *, fictional_only: bool) -> None:
        self._rest = rest
        self._fictional_only = fictional_only

    async def send(self, cleared: ClearedRequest, *, credentials: Credentials, session: ClientSession) -> SendResult:
        """Hand one message over, once. Raises Rejected, TryLater or OutcomeUnknown; never tries again by itself."""
        if not isinstance(cleared, ClearedRequest):
            raise NotCleared("The adapter sends a ClearedRequest and nothing else.")
        request = cleared.request
        if self._fictional_only and not FICTIONAL.fullmatch(request.to):
            raise Rejected(
                "The sandbox only texts numbers from 555-0100 to 555-0199.",
                meaning=ErrorMeaning.INVALID_NUMBER,
                scope=ErrorScope.RECIPIENT,
                permanent=True,
                advice="Use a number from that range.",
            )
        url = self._rest.url(credentials, "/Messages.json")
        return read_result(await post_form(session, url, form=build_form(request), credentials=credentials))

    async def fetch(
        self, provider_id: str, *, credentials: Credentials, session: ClientSession
    ) -> RemoteMessage | None:
        """Return one message of Twilio's records, or None when it has no such message. Raises TryLater."""
        url = self._rest.url(credentials, f"/Messages/{as_id(provider_id)}.json")
        answer = await get_json(session, url, credentials=credentials)
        # 20404 with the message's own address; a wrong account is refused as 20003 before.
        if answer.status == 404 and answer.payload is not None:
            return None
        return read_message(read_records(answer))

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
        """Return all messages created from `since` to `until` (aware), oldest first; direction inbound or outbound.

        Follows every page. `sender` may be a messaging service's id. Raises TryLater. For one pair of numbers no
        date goes to Twilio: its filter is by the date *sent*, which a message still in its queue does not have.
        """
        query = [("PageSize", PAGE_SIZE)]
        query += [("To", to)] if to else []
        query += [("From", sender)] if sender and not sender.startswith("MG") else []
        if not (to and sender):
            query.append(("DateSent>", _stamp(since)))
        first = since.astimezone(UTC).replace(microsecond=0)  # Twilio's dates have whole seconds
        found: dict[str, RemoteMessage] = {}
        async for row in self._rest.pages("/Messages.json", "messages", query, credentials, session):
            message = read_message(row)
            if message is None or message.created_at < first or (until and message.created_at > until):
                continue
            if direction and message.direction != direction:
                continue
            if sender and sender.startswith("MG") and row.get("messaging_service_sid") != sender:
                continue
            found[message.provider_id] = message  # a page may repeat a row when new ones push the list down
        # Newest first as it came. Within a second the order is no proof: the way in lets a STOP win there.
        return sorted(reversed(found.values()), key=lambda message: message.created_at)

    async def list_media(
        self, provider_id: str, *, credentials: Credentials, session: ClientSession
    ) -> tuple[Media, ...]:
        """Return the attachments of an inbound message, fetched with the account's credentials. Raises TryLater."""
        path = f"/Messages/{as_id(provider_id)}/Media.json"
        rows = [row async for row in self._rest.pages(path, "media_list", [], credentials, session)]
        return tuple(
            # Without its ending the resource is the picture itself.
            Media(
                self._rest.root(credentials) + str(row["uri"]).removesuffix(".json"), str(row.get("content_type") or "")
            )
            for row in rows
            if row.get("uri")
        )

    async def list_calls(
        self,
        *,
        credentials: Credentials,
        session: ClientSession,
        since: datetime,
        to: str | None = None,
        direction: str | None = None,
    ) -> list[RemoteCall]:
        """Return all calls started since then (aware), oldest first, every page. Raises TryLater."""
        query = [("PageSize", PAGE_SIZE), ("StartTime>", _stamp(since))] + ([("To", to)] if to else [])
        first = since.astimezone(UTC).replace(microsecond=0)
        found: dict[str, RemoteCall] = {}
        async for row in self._rest.pages("/Calls.json", "calls", query, credentials, session):
            call = read_call(row)
            if call and call.started_at >= first and direction in (None, call.direction):
                found[call.provider_id] = call
        return sorted(reversed(found.values()), key=lambda call: call.started_at)

    async def check_credentials(self, *, credentials: Credentials, session: ClientSession) -> AccountInfo:
        """Return the account; raises TryLater with meaning auth where Twilio refuses the credentials."""
        row = read_records(await get_json(session, self._rest.url(credentials, ".json"), credentials=credentials))
        return AccountInfo(
            account=str(row.get("sid") or ""),
            name=str(row.get("friendly_name") or ""),
            status=str(row.get("status") or ""),
            trial=str(row.get("type") or "").lower() == "trial",
        )


def build_form(request: SendRequest) -> list[tuple[str, str]]:
    """Build the parameters of a new message, in Twilio's names."""
    form = [
        ("To", join_address(request.channel, request.to)),
        _sender_parameter(request),
        ("StatusCallback", request.status_callback),
        ("ValidityPeriod", str(max(1, min(request.validity_seconds, LONGEST_VALIDITY)))),
    ]
    if request.template:
        form.append(("ContentSid", request.template))
        form.append(("ContentVariables", json.dumps(dict(request.template_variables or {}))))
    else:
        form += [("Body", request.body), ("SmartEncoded", "true")]
    return form + [("MediaUrl", url) for url in request.media]


def _sender_parameter(request: SendRequest) -> tuple[str, str]:
    if request.sender.startswith("MG"):
        return ("MessagingServiceSid", request.sender)
    return ("From", join_address(request.channel, request.sender))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


TWILIO = TwilioSender(Rest(default_url=API_URL, allows_url=is_twilio), fictional_only=False)
SANDBOX = TwilioSender(Rest(default_url="", allows_url=is_this_machine), fictional_only=True)
