"""What the product's database role may do: everything to ordinary tables, only read and add to append-only ones.

A model marks its table with `append_only = True`. Applied after each migration by the role that owns the tables.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from config import databases, env

READ_ONLY_TABLES = frozenset({"django_migrations"})


def append_only_tables() -> frozenset[str]:
    """The tables whose rows are never changed or removed."""
    return frozenset(model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False))


def grant(using: str, *, product: str) -> None:
    """Give the role `product` its rights on every table of the database `using`, and take all others away.

    What is right already is left alone, so that a second time costs two queries.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [product])
        if not cursor.fetchone():
            return
        append_only, role = append_only_tables(), sql.Identifier(product)
        wrong = {table: _rights(table, append_only) for table in _tables(cursor)}
        for table, found in _granted(cursor, product):
            if wrong.get(table) == found:
                del wrong[table]
        for table, rights in wrong.items():
            name, words = sql.Identifier(table), sql.SQL(", ".join(sorted(rights)))
            _execute(cursor, sql.SQL("REVOKE ALL ON {} FROM {}").format(name, role))
            _execute(cursor, sql.SQL("GRANT {} ON {} TO {}").format(words, name, role))
        if wrong:
            _execute(cursor, sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
            _execute(cursor, sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))


def _tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
    return [table for (table,) in cursor.fetchall()]


def _granted(cursor: CursorWrapper, product: str) -> list[tuple[str, frozenset[str]]]:
    cursor.execute(
        "SELECT table_name, array_agg(privilege_type::text) FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND grantee = %s GROUP BY table_name",
        [product],
    )
    return [(table, frozenset(rights)) for table, rights in cursor.fetchall()]


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Receives Django's post_migrate once per app; acts once, when all tables exist."""
    if sender.label != "accounts":
        return
    call_command("createcachetable", database=using, verbosity=0)
    grant(using, product=databases.product_user(env.load()))


def _rights(table: str, append_only: frozenset[str]) -> frozenset[str]:
    if table in READ_ONLY_TABLES:
        return frozenset({"SELECT"})
    added = frozenset({"SELECT", "INSERT"})
    return added if table in append_only else added | {"UPDATE", "DELETE"}


def _execute(cursor: CursorWrapper, statement: sql.Composed) -> None:
    cursor.execute(statement.as_string(cursor.connection))
