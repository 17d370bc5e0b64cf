"""Carries cleared messages to the providers, up to 64 at once, on an event loop of its own outside any transaction."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import structlog
from aiohttp import ClientSession

from conversations.channels.base import ChannelError, OutcomeUnknown, SendResult
from conversations.channels.http import open_session
from conversations.channels.registry import adapter
from conversations.outbox.handover import Outgoing

log = structlog.get_logger(__name__)

AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Landed:
    """What came of one call: a result, or one of the three errors."""

    outgoing: Outgoing
    result: SendResult | None
    error: ChannelError | None


class Courier:
    """A thread with an event loop and one HTTP session. `hand_over` and `collect` are called from one thread."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._landed: queue.SimpleQueue[Landed] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._slots: asyncio.Semaphore | None = None
        self._session: ClientSession | None = None
        self._ready = threading.Event()
        self._done = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    def hand_over(self, batch: Sequence[Outgoing]) -> None:
        """Begin the calls; what comes of them is fetched with `collect`."""
        self.in_flight += len(batch)
        self._loop.call_soon_threadsafe(self._begin, list(batch))

    def collect(self, *, wait: float) -> list[Landed]:
        """Return what has landed, waiting at most so many seconds for the first."""
        found: list[Landed] = []
        try:
            while True:
                found.append(self._landed.get(timeout=wait) if wait and not found else self._landed.get_nowait())
        except queue.Empty:
            self.in_flight -= len(found)
            return found

    def _begin(self, batch: list[Outgoing]) -> None:
        for outgoing in batch:
            task = self._loop.create_task(self._carry(outgoing))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, outgoing: Outgoing) -> None:
        assert self._slots is not None and self._session is not None
        try:
            async with self._slots:
                result = await adapter(outgoing.provider).sender.send(
                    outgoing.cleared, credentials=outgoing.credentials, session=self._session
                )
            self._landed.put(Landed(outgoing, result, None))
        except ChannelError as error:
            self._landed.put(Landed(outgoing, None, error))
        except Exception as error:
            # A fault of our own after the attempt was noted: the message may have left, so nobody sends it again.
            log.error("courier_failed", error=type(error).__name__)
            unknown = OutcomeUnknown("Something failed while this was leaving, so it may or may not have left.")
            self._landed.put(Landed(outgoing, None, unknown))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)
        async with open_session(connections=AT_ONCE) as self._session:
            self._ready.set()
            await self._done.wait()
            if self._tasks:
                await asyncio.wait(self._tasks)
