"""What every test stands on: the test database, no network beyond this machine, long tests only on demand."""

import socket
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

from config import embedded, env

pytest_plugins = ["tests.cast"]

# No test fails because the machine is busy.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

_connect = socket.socket.connect
LOOPBACK = ("127.", "::1", "localhost")


class NetworkRefused(Exception):
    """A test tried to reach another machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` adds the tests that take minutes."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--long`, leave the long tests out."""
    if config.getoption("--long"):
        return
    long_ones = [item for item in items if item.get_closest_marker("long")]
    if long_ones:
        config.hook.pytest_deselected(items=long_ones)
        items[:] = [item for item in items if item not in long_ones]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the embedded PostgreSQL for the first test that needs a database."""
    if env.load().DATABASE_URL:
        return
    embedded.start("test")
    made = embedded.connection("test", "owner")
    del made["NAME"]
    # On the very first run the password did not exist yet when Django read its settings.
    connections["default"].settings_dict.update(made)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Any:
    """Only this machine can be reached."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _connect_here_only)
    yield
    patch.undo()


def _connect_here_only(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
        raise NetworkRefused(f"Tests may not connect to {address[0]}.")
    _connect(self, address)
