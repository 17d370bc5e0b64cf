"""The demo business, made once for all tests of this folder by the product's own services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from accounts.models import Business
from config.demo.making import make_demo
from conversations.channels.sandbox.testing import CarrierControl, run_carrier

# A Sunday evening in Denver.
NOW = datetime(2026, 11, 23, 1, 27, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    business: Business
    carrier: CarrierControl
    password: str
    now: datetime


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None,
    django_db_blocker: Any,
    flush_append_only_tables: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """The demo as it is at NOW. Committed, and removed at the end."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), run_carrier() as carrier:
        changed = {
            "SANDBOX_CARRIER_URL": carrier.base_url,
            "INSTANCE_MARK_FILE": folder / "mark",
            "SEALS_DIR": folder / "seals",
        }  # fmt: skip
        try:
            with override_settings(**changed):
                business, password = make_demo(carrier, now=NOW)
                yield Demo(business, carrier, password, NOW)
        finally:
            call_command("flush", interactive=False, verbosity=0)
