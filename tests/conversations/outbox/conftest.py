"""A real carrier on this machine, and senders whose messages reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conversations import outbox
from conversations.channel_setup import pack_credentials
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from conversations.models import ChannelAccount
from conversations.outbox import Counts
from tests.cast import Cast
from tests.factories import NOW


@pytest.fixture(scope="session")
def carrier_process() -> Iterator[CarrierControl]:
    with run_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(carrier_process: CarrierControl, settings: Any, tmp_path: Path) -> Iterator[CarrierControl]:
    """The carrier without a past, called by every sandbox sender; the instance mark lies in a folder of its own."""
    carrier_process.reset(accounts=True)
    carrier_process.pace(latency_ms=0, sent_after=0, delivered_after=0)
    settings.SANDBOX_CARRIER_URL = carrier_process.base_url
    settings.INSTANCE_MARK_FILE = tmp_path / "instance-mark"
    yield carrier_process


@pytest.fixture
def line(carrier: CarrierControl, committed_cast: Cast) -> Cast:
    """The cast, committed, with both senders connected to the carrier."""
    for account in (committed_cast.account, committed_cast.neighbour_account):
        connect(carrier, account)
    return committed_cast


def connect(carrier: CarrierControl, account: ChannelAccount) -> None:
    made = carrier.add_account(numbers=[account.sender])
    account.account_sid, account.credentials = made.account, pack_credentials(auth_token=made.token)
    account.save()


@pytest.fixture
def deliver(line: Cast) -> Callable[..., Counts]:
    """Hand over what is due at a moment."""

    def run(now: datetime = NOW, *, limit: int = 5000, worker: str = "test") -> Counts:
        return outbox.deliver_due(clock=lambda: now, worker=worker, limit=limit)

    return run
