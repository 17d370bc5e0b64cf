"""The sandbox carrier: a small HTTP server that speaks Twilio's protocol and texts nobody.

It lets the same adapter, signatures and webhooks run in the demo, in tests and on staging, and fails in every way on
request. It listens on this machine only. No Django in here: the management command and the tests start it alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
from pathlib import Path

from aiohttp import web

from conversations.channels.sandbox import account_api, control
from conversations.channels.sandbox.api import DELIVERY
from conversations.channels.sandbox.delivery import Delivery
from conversations.channels.sandbox.failures import Failures
from conversations.channels.sandbox.refusals import answer_refusals
from conversations.channels.sandbox.store import Store

HOST = "127.0.0.1"
MEMORY = ":memory:"


def build_carrier(*, state: str, control_token: str) -> web.Application:
    """Build the application. `state` is an SQLite file, made where missing, or MEMORY."""
    if state != MEMORY:
        Path(state).touch(mode=0o600)  # it holds the accounts' tokens
    app = web.Application(middlewares=[answer_refusals, control.guard_control])
    app[DELIVERY] = Delivery(Store(state), Failures())
    app[control.CONTROL_TOKEN] = control_token
    account_api.add_routes(app)
    control.add_routes(app)
    app.on_startup.append(_start)
    app.on_cleanup.append(_stop)
    return app


async def _start(app: web.Application) -> None:
    await app[DELIVERY].start()


async def _stop(app: web.Application) -> None:
    await app[DELIVERY].stop()


def read_control_token(state: Path) -> str:
    """Return the token that lies beside the state file, made (0600) on first use, by whoever comes first."""
    place = state.with_suffix(".token")
    if not place.exists():
        draft = state.with_suffix(f".token-{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        with contextlib.suppress(FileExistsError):
            place.hardlink_to(draft)  # whole or not at all, and never over another's
        draft.unlink()
    return place.read_text().strip()


async def serve(app: web.Application, *, port: int, started: asyncio.Future[int] | None = None) -> None:
    """Serve until cancelled. `started` gets the port, which matters when 0 was asked for."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port, reuse_address=True)
        await site.start()
        if started is not None and site._server is not None:
            started.set_result(site._server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def run(*, port: int, state: str, control_token: str) -> None:
    """Serve in the foreground until SIGTERM or SIGINT."""

    async def main() -> None:
        task = asyncio.ensure_future(serve(build_carrier(state=state, control_token=control_token), port=port))
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(main())
