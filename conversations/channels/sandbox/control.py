"""The control API under /_sandbox/: accounts, phones, scripted failures, counters. README.md beside it lists all."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import asdict
from typing import Any

from aiohttp import web

from conversations.channels.sandbox.api import DELIVERY, FICTIONAL, describe_message
from conversations.channels.sandbox.calls import OUTCOMES, play_call
from conversations.channels.sandbox.client import TOKEN_HEADER
from conversations.channels.sandbox.delivery import Delivery
from conversations.channels.sandbox.failures import UnknownFailure
from conversations.channels.sandbox.store import Row, read_media

CONTROL_TOKEN: web.AppKey[str] = web.AppKey("control_token", str)
NUMBER_SETTINGS = ("sms_url", "voice_url", "status_callback", "carrier_answers", "name")


class BadControl(Exception):
    """The control API was called with something it cannot use; the text says what."""


@web.middleware
async def guard_control(request: web.Request, handler: Any) -> web.StreamResponse:
    """Let in who knows the token: the numbers are nobody's, but what is tried out on them may be private."""
    if not request.path.startswith("/_sandbox/"):
        answer: web.StreamResponse = await handler(request)
        return answer
    if not hmac.compare_digest(request.headers.get(TOKEN_HEADER, "").encode(), request.app[CONTROL_TOKEN].encode()):
        return web.json_response({"error": f"The {TOKEN_HEADER} header is missing or wrong."}, status=403)
    try:
        answer = await handler(request)
    except (BadControl, UnknownFailure, KeyError, TypeError, ValueError) as error:
        return web.json_response({"error": str(error)}, status=400)
    return answer


async def add_account(request: web.Request) -> web.Response:
    """POST accounts: name, numbers (list), and the numbers' settings."""
    delivery, data = request.app[DELIVERY], await request.json()
    numbers = list(data.get("numbers", []))
    for number in numbers:
        _check_number(delivery, number)
    account = delivery.store.add_account(name=data.get("name", "Sandbox"), now=delivery.now())
    settings = {name: data[name] for name in NUMBER_SETTINGS if name in data}
    rows = [delivery.store.add_number(number=number, account=account["sid"], **settings) for number in numbers]
    delivery.commit_soon()
    return web.json_response(_describe_account(account, rows), status=201)


async def list_accounts(request: web.Request) -> web.Response:
    """GET accounts: the numbers and ids; tokens are told once, when the account is made."""
    store = request.app[DELIVERY].store
    rows = [_describe_account(row, store.list_numbers(row["sid"])) for row in store.list_accounts()]
    return web.json_response(
        {"accounts": [{k: v for k, v in r.items() if k not in ("token", "api_secret")} for r in rows]}
    )


async def change_number(request: web.Request) -> web.Response:
    """POST numbers/{number}: sms_url, voice_url, status_callback, carrier_answers, name; `account` adds the number."""
    delivery, data = request.app[DELIVERY], await request.json()
    number = request.match_info["number"]
    settings = {name: data[name] for name in NUMBER_SETTINGS if name in data}
    if "account" in data:
        _check_number(delivery, number)
        if delivery.store.find_account(data["account"]) is None:
            raise BadControl("There is no such account.")
        delivery.store.add_number(number=number, account=data["account"], **settings)
    elif settings:
        delivery.store.update_number(number, settings)
    delivery.commit_soon()
    return web.json_response(_find_number(delivery, number))


async def write_from_phone(request: web.Request) -> web.Response:
    """POST inbound: from, to, body, media [{url, content_type}], wait. A lead writes; `webhook` is our HTTP status."""
    delivery, data = request.app[DELIVERY], await request.json()
    number, phone = _find_number(delivery, data["to"]), data["from"]
    if not FICTIONAL.fullmatch(phone):
        raise BadControl("A phone's number is one from 555-0100 to 555-0199.")
    message, keyword = delivery.hear(number=number, phone=phone, body=data.get("body", ""), media=data.get("media", []))
    announced = delivery.begin(delivery.announce(message, number, keyword))
    body = {"sid": message["sid"], "seq": message["seq"], "keyword": keyword}
    if data.get("wait"):
        body["webhook"] = await announced
    return web.json_response(body, status=201)


async def call_from_phone(request: web.Request) -> web.Response:
    """POST calls: from, to, outcome (what `<Dial>` reports), seconds, wait. A lead calls."""
    delivery, data = request.app[DELIVERY], await request.json()
    outcome = data.get("outcome", "no-answer")
    if outcome not in OUTCOMES:
        raise BadControl(f"A call ends in one of: {', '.join(sorted(OUTCOMES))}.")
    number = _find_number(delivery, data["to"])
    call, playing = play_call(
        delivery, number=number, phone=data["from"], outcome=outcome, seconds=data.get("seconds", 0)
    )
    task = delivery.begin(playing)
    body: dict[str, Any] = {"sid": call["sid"]}
    if data.get("wait"):
        body["webhooks"] = await task
    return web.json_response(body, status=201)


async def list_phones(request: web.Request) -> web.Response:
    return web.json_response({"phones": request.app[DELIVERY].store.list_phones()})


async def list_phone_messages(request: web.Request) -> web.Response:
    """GET phones/{number}/messages?after=SEQ&limit=N: newest last."""
    return _message_list(request, [("(recipient = ?1 OR sender = ?1)", request.match_info["number"])])


async def list_messages(request: web.Request) -> web.Response:
    """GET messages?after=SEQ&limit=N&direction=inbound|outbound&account=SID: newest last."""
    where: list[tuple[str, Any]] = []
    if "account" in request.query:
        where.append(("account = ?", request.query["account"]))
    if direction := request.query.get("direction"):
        where.append(("direction = ?" if direction == "inbound" else "direction <> ?", "inbound"))
    return _message_list(request, where)


def _message_list(request: web.Request, where: list[tuple[str, Any]]) -> web.Response:
    after, limit = int(request.query.get("after", "0")), int(request.query.get("limit", "10000"))
    store = request.app[DELIVERY].store
    rows = store.list_messages(where=where, after=after, limit=limit)
    return web.json_response({"messages": [_describe(row) for row in reversed(rows)]})


async def add_failure(request: web.Request) -> web.Response:
    """POST failures: kind, number, times (null: for ever), operation (send, list), and the kind's settings."""
    data = await request.json()
    return web.json_response(asdict(request.app[DELIVERY].failures.add(data.pop("kind"), **data)), status=201)


async def list_failures(request: web.Request) -> web.Response:
    return web.json_response({"failures": [asdict(failure) for failure in request.app[DELIVERY].failures.script]})


async def remove_failures(request: web.Request) -> web.Response:
    wanted = request.match_info.get("id")
    request.app[DELIVERY].failures.remove(int(wanted) if wanted else None)
    return web.json_response({})


async def change_pace(request: web.Request) -> web.Response:
    """POST pace: latency_ms, sent_after, delivered_after (seconds)."""
    pace = request.app[DELIVERY].pace
    for name, value in (await request.json()).items():
        if name not in asdict(pace):
            raise BadControl(f"There is no pace called {name!r}.")
        setattr(pace, name, float(value))
    return web.json_response(asdict(pace))


async def move_clock(request: web.Request) -> web.Response:
    """POST clock: `now` (Unix seconds) for all that is recorded from here on; null goes back to the real time."""
    moment = (await request.json())["now"]
    request.app[DELIVERY].moved_to = None if moment is None else float(moment)
    return web.json_response({"now": request.app[DELIVERY].now()})


async def show_counters(request: web.Request) -> web.Response:
    return web.json_response(request.app[DELIVERY].counters)


async def settle(request: web.Request) -> web.Response:
    """POST settle: answer when nothing is on its way any more; {"seconds": 10} at most, then 408."""
    data = await request.json() if request.can_read_body else {}
    try:
        await asyncio.wait_for(request.app[DELIVERY].settle(), float(data.get("seconds", 10)))
    except TimeoutError:
        return web.json_response({"error": "Some messages are still on their way."}, status=408)
    return web.json_response(request.app[DELIVERY].counters)


async def reset(request: web.Request) -> web.Response:
    """POST reset: forget messages, opt-outs, failures, counters and pace; {"accounts": true} the accounts as well."""
    data = await request.json() if request.can_read_body else {}
    await request.app[DELIVERY].reset(accounts=bool(data.get("accounts")))
    return web.json_response({})


def _describe_account(account: Row, numbers: list[Row]) -> dict[str, Any]:
    return {
        "account": account["sid"],
        "token": account["token"],
        "api_key": account["api_key"],
        "api_secret": account["api_secret"],
        "messaging_service": account["service"],
        "name": account["name"],
        "numbers": numbers,
    }


def _describe(row: Row) -> dict[str, Any]:
    described = describe_message(row | {"status": row["status"] if row["status"] != "accepted" else "queued"})
    return described | {
        "seq": row["seq"],
        "created": row["created"],
        "media": read_media(row),
        "callback": row["callback"],
    }


def _check_number(delivery: Delivery, number: str) -> None:
    if not FICTIONAL.fullmatch(number):
        raise BadControl("The sandbox only has numbers from 555-0100 to 555-0199.")
    if delivery.store.find_number(number):
        raise BadControl("That number belongs to an account already.")


def _find_number(delivery: Delivery, number: str) -> Row:
    found = delivery.store.find_number(number)
    if found is None:
        raise BadControl("No account has that number.")
    return found


def add_routes(app: web.Application) -> None:
    """Put the control API on the application."""
    at = "/_sandbox/"
    app.router.add_post(at + "accounts", add_account)
    app.router.add_get(at + "accounts", list_accounts)
    app.router.add_post(at + "numbers/{number}", change_number)
    app.router.add_post(at + "inbound", write_from_phone)
    app.router.add_post(at + "calls", call_from_phone)
    app.router.add_get(at + "phones", list_phones)
    app.router.add_get(at + "phones/{number}/messages", list_phone_messages)
    app.router.add_get(at + "messages", list_messages)
    app.router.add_post(at + "failures", add_failure)
    app.router.add_get(at + "failures", list_failures)
    app.router.add_delete(at + "failures", remove_failures)
    app.router.add_delete(at + "failures/{id}", remove_failures)
    app.router.add_post(at + "pace", change_pace)
    app.router.add_post(at + "clock", move_clock)
    app.router.add_get(at + "counters", show_counters)
    app.router.add_post(at + "settle", settle)
    app.router.add_post(at + "reset", reset)
