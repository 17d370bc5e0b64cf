"""Accounts, numbers, messaging services and calls in the sandbox carrier's Twilio API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from conversations.channels.sandbox.api import (
    DELIVERY,
    create_message,
    describe_page,
    format_date,
    get_media,
    get_message,
    list_media,
    list_messages,
    sign_in,
)
from conversations.channels.sandbox.refusals import Refusal
from conversations.channels.sandbox.store import Row

BASE = "/2010-04-01/Accounts/{account:[A-Za-z0-9]+}"
SETTINGS = {
    "SmsUrl": "sms_url",
    "VoiceUrl": "voice_url",
    "StatusCallback": "status_callback",
    "FriendlyName": "name",
}


async def get_account(request: web.Request) -> web.StreamResponse:
    account = await sign_in(request)
    return web.json_response(
        {
            "sid": account["sid"],
            "friendly_name": account["name"],
            "status": "active",
            "type": "Full",
            "date_created": format_date(account["created"]),
            "uri": request.path,
        }
    )


async def list_numbers(request: web.Request) -> web.StreamResponse:
    account = await sign_in(request)
    wanted = request.query.get("PhoneNumber", "").replace("*", "")
    numbers = [row for row in request.app[DELIVERY].store.list_numbers(account["sid"]) if wanted in row["number"]]
    body = {"incoming_phone_numbers": [describe_number(row) for row in numbers], "next_page_uri": None, "page": 0}
    return web.json_response(body)


async def search_numbers(request: web.Request) -> web.StreamResponse:
    """GET AvailablePhoneNumbers/{country}/Local.json: fictional numbers that no account has yet."""
    await sign_in(request)
    store, area = request.app[DELIVERY].store, request.query.get("AreaCode", "202")
    wanted = request.query.get("Contains", "").replace("*", "")
    numbers = (f"+1{area}55501{last:02}" for last in range(100))
    free = [number for number in numbers if wanted in number and store.find_number(number) is None]
    able = {"SMS": True, "MMS": True, "voice": True}
    size = int(request.query.get("PageSize", "50"))
    rows = [{"phone_number": number, "friendly_name": number, "capabilities": able} for number in free[:size]]
    return web.json_response({"available_phone_numbers": rows})


async def update_number(request: web.Request) -> web.StreamResponse:
    account, form = await sign_in(request), await request.post()
    delivery = request.app[DELIVERY]
    found = [row for row in delivery.store.list_numbers(account["sid"]) if row["sid"] == request.match_info["sid"]]
    if not found:
        raise Refusal(20404)
    changes = {column: str(form[name]) for name, column in SETTINGS.items() if name in form}
    if changes:
        delivery.store.update_number(found[0]["number"], changes)
        delivery.commit_soon()
    return web.json_response(describe_number(found[0] | changes))


async def list_calls(request: web.Request) -> web.StreamResponse:
    account, query = await sign_in(request), request.query
    since = 0.0
    if "StartTime>" in query:
        moment = datetime.fromisoformat(query["StartTime>"])
        since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    size = min(max(int(query.get("PageSize", "50")), 1), 1000)
    before = int(query["PageToken"].removeprefix("PA")) if "PageToken" in query else None
    rows = request.app[DELIVERY].store.list_calls(
        account["sid"], since=since, to=query.get("To", ""), before=before, limit=size + 1
    )
    return web.json_response(
        {"calls": [_describe_call(row) for row in rows[:size]]} | describe_page(request, rows, size)
    )


async def get_service(request: web.Request) -> web.StreamResponse:
    """GET /v1/Services/{sid}: the account's one messaging service; the account is the user who signs in."""
    account = await _service_account(request)
    return web.json_response(
        {"sid": account["service"], "account_sid": account["sid"], "friendly_name": account["name"]}
    )


async def list_service_numbers(request: web.Request) -> web.StreamResponse:
    account = await _service_account(request)
    numbers = request.app[DELIVERY].store.list_numbers(account["sid"])
    rows = [
        {"sid": row["sid"], "phone_number": row["number"], "capabilities": ["SMS", "MMS", "Voice"]} for row in numbers
    ]
    return web.json_response({"phone_numbers": rows, "meta": {"key": "phone_numbers", "next_page_url": None}})


async def _service_account(request: web.Request) -> Row:
    for account in request.app[DELIVERY].store.list_accounts():
        if account["service"] == request.match_info["service"]:
            request.match_info["account"] = account["sid"]
            return await sign_in(request)
    raise Refusal(20404)


def describe_number(row: Row) -> dict[str, Any]:
    """An incoming phone number resource of the API."""
    return {
        "sid": row["sid"],
        "account_sid": row["account"],
        "phone_number": row["number"],
        "friendly_name": row["name"],
        "capabilities": {"sms": True, "mms": True, "voice": True, "fax": False},
        "sms_url": row["sms_url"],
        "sms_method": "POST",
        "voice_url": row["voice_url"],
        "voice_method": "POST",
        "status_callback": row["status_callback"],
        "uri": f"/2010-04-01/Accounts/{row['account']}/IncomingPhoneNumbers/{row['sid']}.json",
    }


def _describe_call(row: Row) -> dict[str, Any]:
    return {
        "sid": row["sid"],
        "account_sid": row["account"],
        "from": row["sender"],
        "to": row["recipient"],
        "direction": "inbound",
        "status": row["status"],
        "start_time": format_date(row["started"]),
        "end_time": format_date(row["ended"]),
        "duration": str(row["duration"]),
    }


def add_routes(app: web.Application) -> None:
    """Put Twilio's addresses on the application."""
    app.router.add_get(BASE + ".json", get_account)
    app.router.add_post(BASE + "/Messages.json", create_message)
    app.router.add_get(BASE + "/Messages.json", list_messages)
    app.router.add_get(BASE + "/Messages/{sid}.json", get_message)
    app.router.add_get(BASE + "/Messages/{sid}/Media.json", list_media)
    app.router.add_get(BASE + "/Messages/{sid}/Media/{index:[0-9]+}", get_media)
    app.router.add_get(BASE + "/IncomingPhoneNumbers.json", list_numbers)
    app.router.add_post(BASE + "/IncomingPhoneNumbers/{sid}.json", update_number)
    app.router.add_get(BASE + "/AvailablePhoneNumbers/{country}/Local.json", search_numbers)
    app.router.add_get(BASE + "/Calls.json", list_calls)
    app.router.add_get("/v1/Services/{service}", get_service)
    app.router.add_get("/v1/Services/{service}/PhoneNumbers", list_service_numbers)
