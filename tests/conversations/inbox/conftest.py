"""A real carrier on this machine for what the way in leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conversations.channel_setup import pack_credentials
from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from tests.cast import Cast


@pytest.fixture(scope="module")
def carrier_process() -> Iterator[CarrierControl]:
    with run_carrier() as carrier:
        yield carrier


@pytest.fixture
def carrier(carrier_process: CarrierControl, settings: Any, tmp_path: Path) -> CarrierControl:
    carrier_process.reset(accounts=True)
    carrier_process.pace(latency_ms=0, sent_after=0, delivered_after=0)
    settings.SANDBOX_CARRIER_URL = carrier_process.base_url
    settings.INSTANCE_MARK_FILE = tmp_path / "instance-mark"
    return carrier_process


@pytest.fixture
def line(carrier: CarrierControl, committed_cast: Cast) -> Cast:
    """The cast, committed, with its sender connected to the carrier."""
    account = committed_cast.account
    made = carrier.add_account(numbers=[account.sender], carrier_answers=False)
    account.account_sid, account.credentials = made.account, pack_credentials(auth_token=made.token)
    account.save()
    return committed_cast
