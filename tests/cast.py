"""The cast of every test: a business with its people, and a neighbour that must never see anything of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Business, Member
from contacts.models import Contact
from conversations.models import ChannelAccount
from tests import factories


@dataclass
class Cast:
    """Harbor Plumbing with owner, manager, agent, viewer, one sender and one contact; Neighbour Dental beside it."""

    business: Business
    account: ChannelAccount
    owner: Member
    manager: Member
    agent: Member
    viewer: Member
    contact: Contact
    neighbour: Business
    neighbour_account: ChannelAccount
    neighbour_owner: Member
    neighbour_contact: Contact

    def client(self, member: Member) -> Client:
        """Return a browser in which this member is signed in."""
        client = Client()
        client.force_login(member.user)
        return client


def make_cast() -> Cast:
    business = factories.make_business("harbor-plumbing")
    neighbour = factories.make_business("neighbour-dental")
    return Cast(
        business=business,
        account=factories.make_account(business),
        owner=factories.make_member(business, role="owner"),
        manager=factories.make_member(business, role="manager"),
        agent=factories.make_member(business, role="agent"),
        viewer=factories.make_member(business, role="viewer"),
        contact=factories.make_contact(business, phone="+12125550110", first_name="Maria"),
        neighbour=neighbour,
        neighbour_account=factories.make_account(neighbour, sender="+12125550102"),
        neighbour_owner=factories.make_member(neighbour, role="owner"),
        neighbour_contact=factories.make_contact(neighbour, phone="+12125550111", first_name="Noah"),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a test that rolls back."""
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast, committed, for tests with several connections."""
    return make_cast()


@pytest.fixture(autouse=True, scope="session")
def flush_append_only_tables() -> Iterator[None]:
    """Let Django empty the test tables between committed tests, which the append-only triggers rightly refuse."""
    patch = pytest.MonkeyPatch()
    patch.setattr("django.db.backends.postgresql.operations.DatabaseOperations.execute_sql_flush", _flush)
    patch.setattr("django.db.backends.postgresql.creation.DatabaseCreation._destroy_test_db", _drop)
    yield
    patch.undo()


def _drop(self: Any, test_database_name: str, verbosity: int) -> None:
    """Drop the test database whoever is still connected: a process of a journey may be slow to end."""
    with self._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")


def _flush(self: Any, sql_list: list[str]) -> None:
    tables = ["contacts_consentrecord", "contacts_suppression", "contacts_suppressionlift",
              "conversations_clearance", "conversations_seal"]  # fmt: skip
    quiet = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
    loud = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
    with connection.cursor() as cursor:
        for statement in [*quiet, *sql_list, *loud]:
            cursor.execute(statement)
