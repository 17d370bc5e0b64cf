"""The sandbox carrier, an account on it, and the adapter that talks to it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import pytest
from aiohttp import ClientSession

from conversations.channels.base import Credentials, SendAdapter, SendRequest, SendResult, clear_for_sending
from conversations.channels.http import open_session
from conversations.channels.registry import adapter
from conversations.channels.sandbox.testing import CarrierControl, SandboxAccount, run_carrier

T = TypeVar("T")
OURS, LEAD = "+12025550100", "+12025550111"


@pytest.fixture(scope="session")
def running_carrier() -> Iterator[CarrierControl]:
    with run_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(running_carrier: CarrierControl) -> Iterator[CarrierControl]:
    """A carrier that remembers nothing of the test before, and in which nothing crashed."""
    running_carrier.reset(accounts=True)
    running_carrier.pace(sent_after=0.01, delivered_after=0.01)
    yield running_carrier
    assert "crashed" not in running_carrier.counters()


@pytest.fixture
def account(carrier: CarrierControl) -> SandboxAccount:
    return carrier.add_account(numbers=[OURS])


class Phone:
    """The adapter with an account, made synchronous for tests."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self.sender: SendAdapter = adapter("sandbox").sender

    def run(self, work: Callable[[ClientSession], Awaitable[T]], *, connections: int = 10) -> T:
        async def main() -> T:
            async with open_session(connections=connections) as session:
                return await work(session)

        return asyncio.run(main())

    def send(self, request: SendRequest | None = None, **changes: object) -> SendResult:
        request = dataclasses.replace(request or make_request(), **changes)  # type: ignore[arg-type]
        cleared = clear_for_sending(request, clearance_id="c1", verdict="allow")
        return self.run(lambda session: self.sender.send(cleared, credentials=self.credentials, session=session))


def make_request() -> SendRequest:
    return SendRequest(
        message_id="m1",
        to=LEAD,
        sender=OURS,
        body="Hello from Example Heating.",
        status_callback="",
        validity_seconds=600,
    )


@pytest.fixture
def phone(account: SandboxAccount) -> Phone:
    return Phone(dataclasses.replace(account.credentials, timeout_seconds=1.0, connect_timeout_seconds=0.3))
