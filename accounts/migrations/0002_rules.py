"""Rules the database itself holds: a business is demo or live for ever, and append-only tables stay so."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION rekindle_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION rekindle_demo_for_ever() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A business is demo or live for ever' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER demo_for_ever BEFORE UPDATE OF is_demo ON accounts_business
FOR EACH ROW WHEN (OLD.is_demo IS DISTINCT FROM NEW.is_demo) EXECUTE FUNCTION rekindle_demo_for_ever();
"""

UNDO = """
DROP TRIGGER demo_for_ever ON accounts_business;
DROP FUNCTION rekindle_demo_for_ever();
DROP FUNCTION rekindle_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_schema")]
    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, UNDO)]
