"""Run the sandbox carrier inside a test or a bench, and steer it.

with run_carrier() as carrier:
    account = carrier.add_account(numbers=["+12025550100"], sms_url="http://127.0.0.1:8000/hooks/…")
    carrier.fail("http", http_status=429, retry_after=2)      # the next message only
    carrier.fail("time_out", accepted=True, seconds=20, times=None)   # every message, for ever
    carrier.phone_writes(to="+12025550100", sender="+12025550111", body="STOP")
    carrier.settle()                                          # wait until nothing is on its way
    carrier.phone_messages("+12025550111")
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from conversations.channels.sandbox.carrier import MEMORY, build_carrier, serve
from conversations.channels.sandbox.client import CarrierControl, ControlRefused, SandboxAccount

__all__ = ["CarrierControl", "ControlRefused", "SandboxAccount", "run_carrier"]


@contextlib.contextmanager
def run_carrier(*, state: str = MEMORY, port: int = 0, control_token: str = "") -> Iterator[CarrierControl]:
    """Run a carrier in a thread until the block ends. `state` names a file where a restart must remember."""
    control_token = control_token or secrets.token_urlsafe(16)
    ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None], int]] = Future()
    thread = threading.Thread(
        target=_run, args=(state, port, control_token, ready), daemon=True, name="sandbox-carrier"
    )
    thread.start()
    loop, task, found = ready.result(timeout=20)
    try:
        yield CarrierControl(f"http://127.0.0.1:{found}", control_token)
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=20)


def _run(
    state: str, port: int, token: str, ready: Future[tuple[asyncio.AbstractEventLoop, asyncio.Task[None], int]]
) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        started: asyncio.Future[int] = loop.create_future()
        app = build_carrier(state=state, control_token=token)
        task = loop.create_task(serve(app, port=port, started=started))
        either: list[asyncio.Future[Any]] = [task, started]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return ready.set_exception(task.exception() or RuntimeError("The carrier did not start."))
        ready.set_result((loop, task, started.result()))
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return None

    asyncio.run(main())
