"""The triggers behind `append_only = True`: UPDATE, DELETE and TRUNCATE are refused by the database."""

from __future__ import annotations

from django.db import migrations


def make_append_only(table: str) -> migrations.RunSQL:
    """Return the migration operation that makes a table append-only (accounts.0002_rules has the function)."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION rekindle_refuse_change();
        CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION rekindle_refuse_change();
        """,
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table};",
    )
