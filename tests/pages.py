"""What every page test asks: it works, and its queries do not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(client: Client, address: str) -> int:
    """Return how many queries a page takes, once everything that is cached is."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def assert_constant_queries(client: Client, address: str, add_rows: Callable[[], object]) -> None:
    """Fail when a page takes more queries with more rows."""
    few = count_queries(client, address)
    add_rows()
    many = count_queries(client, address)
    assert many <= few, f"{address} takes {few} queries with few rows and {many} with more"
