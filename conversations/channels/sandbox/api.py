"""The part of Twilio's REST API that the sandbox carrier speaks."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from multidict import MultiDictProxy

from conversations.channels.sandbox.delivery import Delivery
from conversations.channels.sandbox.refusals import Refusal, play_failure
from conversations.channels.sandbox.store import Row, Store, read_media
from conversations.reading.segments import smart_encode

FICTIONAL = re.compile(r"\+1\d{3}55501\d{2}")
LONGEST_BODY = 1600
DELIVERY: web.AppKey[Delivery] = web.AppKey("delivery", Delivery)


async def sign_in(request: web.Request) -> Row:
    """Return the account of the path, if the request carries its token or API key. Raises Refusal 20003."""
    delivery = request.app[DELIVERY]
    if delivery.pace.latency_ms:
        await asyncio.sleep(delivery.pace.latency_ms / 1000)
    account = delivery.store.find_account(request.match_info["account"])
    try:
        kind, _, encoded = request.headers.get("Authorization", "").partition(" ")
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal(20003) from None
    if account is None or kind != "Basic":
        raise Refusal(20003)
    if (user, password) not in ((account["sid"], account["token"]), (account["api_key"], account["api_secret"])):
        raise Refusal(20003)
    return account


async def create_message(request: web.Request) -> web.StreamResponse:
    """POST Messages.json: check as Twilio does, play the scripted failure, take the message."""
    account = await sign_in(request)
    delivery, form = request.app[DELIVERY], await request.post()
    failure = delivery.failures.take("request", _text(form, "To"), _text(form, "From"))
    if failure:
        delivery.counters["failures_played"] += 1
        return await play_failure(request, failure, lambda: describe_message(_take(delivery, account, form)))
    return web.json_response(describe_message(_take(delivery, account, form)), status=201)


def _take(delivery: Delivery, account: Row, form: MultiDictProxy[Any]) -> Row:
    to, body, callback = _text(form, "To"), _text(form, "Body"), _text(form, "StatusCallback")
    if _text(form, "SmartEncoded").lower() == "true":
        body = smart_encode(body)
    media = [str(url) for url in form.getall("MediaUrl", [])]
    sender, service = _choose_sender(delivery.store, account, form, to)
    if not to:
        raise Refusal(21604)
    if not FICTIONAL.fullmatch(to):
        raise Refusal(21211)
    if not body and not media:
        raise Refusal(21602)
    if len(body) > LONGEST_BODY:
        raise Refusal(21617)
    if callback and not re.match(r"https?://[^/_]+", callback):
        raise Refusal(21609)
    if delivery.store.is_opted_out(sender, to):
        delivery.counters["refused_opted_out"] += 1
        raise Refusal(21610)
    validity = _text(form, "ValidityPeriod") or "36000"
    if not validity.isdigit() or not 1 <= int(validity) <= 36_000:
        raise Refusal(20001)
    attached = json.dumps([{"url": url, "content_type": "image/jpeg"} for url in media])
    return delivery.accept(
        account=account, sender=sender, recipient=to, body=body, service=service, media=attached,
        callback=callback, validity=float(validity),
    )  # fmt: skip


def _choose_sender(store: Store, account: Row, form: MultiDictProxy[Any], to: str) -> tuple[str, str | None]:
    service, sender = _text(form, "MessagingServiceSid"), _text(form, "From")
    if not service and not sender:
        raise Refusal(21603)
    if sender:
        number = store.find_number(sender)
        if number is None or number["account"] != account["sid"]:
            raise Refusal(21606)
        return sender, service or None
    if service != account["service"]:
        raise Refusal(21701)
    numbers = store.list_numbers(account["sid"])
    if not numbers:
        raise Refusal(21703)
    # A service keeps to one sender for each recipient.
    return str(numbers[sum(to.encode()) % len(numbers)]["number"]), service


async def get_message(request: web.Request) -> web.StreamResponse:
    account = await sign_in(request)
    found = request.app[DELIVERY].store.find_message(account["sid"], request.match_info["sid"])
    if found is None:
        raise Refusal(20404)
    return web.json_response(describe_message(found))


async def list_media(request: web.Request) -> web.StreamResponse:
    """GET Messages/{sid}/Media.json."""
    account = await sign_in(request)
    found = request.app[DELIVERY].store.find_message(account["sid"], request.match_info["sid"])
    if found is None:
        raise Refusal(20404)
    path = request.path.removesuffix(".json")
    rows = [
        {
            "sid": f"ME{found['sid'][2:30]}{index:04}",
            "content_type": item["content_type"],
            "uri": f"{path}/{index}.json",
        }
        for index, item in enumerate(read_media(found))
    ]
    return web.json_response({"media_list": rows, "next_page_uri": None})


async def get_media(request: web.Request) -> web.StreamResponse:
    """GET Messages/{sid}/Media/{index}: leads to where the phone's picture lies, as Twilio leads to its store."""
    account = await sign_in(request)
    found = request.app[DELIVERY].store.find_message(account["sid"], request.match_info["sid"])
    media, index = (read_media(found) if found else []), int(request.match_info["index"])
    if index >= len(media):
        raise Refusal(20404)
    raise web.HTTPTemporaryRedirect(media[index]["url"])


async def list_messages(request: web.Request) -> web.StreamResponse:
    """GET Messages.json: To, From, DateSent and its two bounds (inclusive), newest first, in pages."""
    account = await sign_in(request)
    delivery, query = request.app[DELIVERY], request.query
    failure = delivery.failures.take("request", query.get("To", ""), query.get("From", ""), operation="list")
    if failure and failure.kind != "slow":
        return await play_failure(request, failure, None)
    where: list[tuple[str, Any]] = [("account = ?", account["sid"])]
    where += [("recipient = ?", query["To"])] if "To" in query else []
    where += [("sender = ?", query["From"])] if "From" in query else []
    for name in ("DateSent", "DateSent>", "DateSent<"):
        if name in query:
            where += _date_conditions(name, query[name])
    size = min(max(int(query.get("PageSize", "50")), 1), 1000)
    before = int(query["PageToken"].removeprefix("PA")) if "PageToken" in query else None
    rows = delivery.store.list_messages(where=where, before=before, limit=size + 1)
    page = {"messages": [describe_message(row) for row in rows[:size]]}
    return web.json_response(page | describe_page(request, rows, size))


def describe_page(request: web.Request, rows: list[Row], size: int) -> dict[str, Any]:
    """Twilio's paging: `rows` holds one more than the page where there is a next one."""
    index = int(request.query.get("Page", "0"))
    following = None
    if len(rows) > size:
        kept = [(name, value) for name, value in request.query.items() if name not in ("Page", "PageToken")]
        kept += [("Page", str(index + 1)), ("PageToken", f"PA{rows[size - 1]['seq']}")]
        following = f"{request.path}?{urlencode(kept)}"
    return {"next_page_uri": following, "page": index, "page_size": size, "uri": request.path_qs}


def _date_conditions(name: str, text: str) -> list[tuple[str, Any]]:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(20001) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    end = moment + (timedelta(days=1) if len(text) == len("2026-01-31") else timedelta(seconds=1))
    conditions: list[tuple[str, Any]] = []
    if name in ("DateSent", "DateSent>"):
        conditions.append(("sent >= ?", moment.timestamp()))
    if name in ("DateSent", "DateSent<"):
        conditions.append(("sent < ?", end.timestamp()))
    return conditions


def describe_message(row: Row) -> dict[str, Any]:
    """A message resource of the API."""
    uri = f"/2010-04-01/Accounts/{row['account']}/Messages/{row['sid']}.json"
    waiting = row["status"] == "accepted"  # a service has not chosen its sender yet
    return {
        "sid": row["sid"],
        "account_sid": row["account"],
        "messaging_service_sid": row["service"],
        "api_version": "2010-04-01",
        "direction": row["direction"],
        "from": None if waiting else row["sender"],
        "to": row["recipient"],
        "body": row["body"],
        "status": row["status"],
        "num_segments": "0" if waiting else str(row["segments"]),
        "num_media": str(len(read_media(row))),
        "error_code": row["error_code"],
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "date_created": format_date(row["created"]),
        "date_sent": format_date(row["sent"]),
        "date_updated": format_date(row["updated"]),
        "uri": uri,
        "subresource_uris": {"media": uri.removesuffix(".json") + "/Media.json"},
    }


def format_date(moment: float | None) -> str | None:
    """A date as Twilio writes it, RFC 2822 in GMT; whole seconds."""
    return None if moment is None else format_datetime(datetime.fromtimestamp(int(moment), UTC))


def _text(form: MultiDictProxy[Any], name: str) -> str:
    return str(form.get(name, ""))
