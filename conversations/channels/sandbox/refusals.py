"""How the sandbox carrier says no: Twilio's error answers, and the failures of its script."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from conversations.channels.sandbox.failures import Failure

Take = Callable[[], dict[str, Any]]

# Code -> HTTP status and Twilio's own kind of text.
REFUSALS = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    20001: (400, "A parameter is not valid"),
    21211: (400, "Invalid 'To' Phone Number"),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (
        400,
        "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
    ),
    21609: (400, "The 'StatusCallback' URL is not a valid URL."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
    21701: (404, "The Messaging Service does not exist"),
    21703: (400, "The Messaging Service contains no phone numbers"),
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Exception):
    """The carrier refuses with one of Twilio's codes."""

    def __init__(self, code: int, http_status: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.http_status = http_status


def refuse(code: int, http_status: int | None = None, headers: dict[str, str] | None = None) -> web.Response:
    """Answer as Twilio answers an error."""
    status, text = REFUSALS.get(code, (400, "The request was refused"))
    status = http_status or status
    body = {"code": code, "message": text, "more_info": f"https://www.twilio.com/docs/errors/{code}", "status": status}
    return web.json_response(body, status=status, headers=headers)


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return refuse(refusal.code, refusal.http_status)
    except ConnectionError:
        return web.Response(status=408)  # the caller hung up while it was still talking: nobody reads this
    except ValueError:
        return refuse(20001)


async def play_failure(request: web.Request, failure: Failure, take: Take | None) -> web.StreamResponse:
    """Answer as the script says. `take` takes the message after all and describes it; None for a look-up."""
    settings = failure.settings
    accepted = take() if take and settings.get("accepted") else None
    if failure.kind == "slow":
        await asyncio.sleep(float(settings.get("seconds", 1)))
        return web.json_response(take(), status=201) if take else web.json_response({})
    if failure.kind == "time_out":
        await asyncio.sleep(float(settings.get("seconds", 30)))
    if failure.kind in ("time_out", "broken"):
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)
    if failure.kind == "garbage":
        return web.Response(text="<html><body>Welcome to our Wi-Fi</body></html>", content_type="text/html")
    if failure.kind == "error":
        return refuse(int(settings.get("code", 30008)), settings.get("http_status"))
    return _http_failure(settings, accepted)


def _http_failure(settings: dict[str, Any], accepted: dict[str, Any] | None) -> web.Response:
    status = int(settings.get("http_status", 500))
    headers = {"Retry-After": str(settings["retry_after"])} if "retry_after" in settings else None
    if settings.get("html") or accepted:
        return web.Response(text="<html>Bad gateway</html>", status=status, content_type="text/html", headers=headers)
    code = {401: 20003, 403: 20003, 404: 20404, 429: 20429, 503: 20503}.get(status, 20500)
    return refuse(code, status, headers)
