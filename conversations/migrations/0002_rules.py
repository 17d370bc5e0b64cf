"""Evidence cannot be rewritten; a demo business has only sandbox senders and a live one never."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from accounts.append_only import make_append_only

SANDBOX_ONLY_FOR_DEMO = """
CREATE FUNCTION rekindle_sandbox_only_for_demo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.provider = 'sandbox') IS DISTINCT FROM
       (SELECT is_demo FROM accounts_business WHERE id = NEW.business_id) THEN
        RAISE EXCEPTION 'A demo business has only sandbox senders, a live business never'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER sandbox_only_for_demo BEFORE INSERT OR UPDATE OF provider, business_id ON conversations_channelaccount
FOR EACH ROW EXECUTE FUNCTION rekindle_sandbox_only_for_demo();
"""

UNDO = """
DROP TRIGGER sandbox_only_for_demo ON conversations_channelaccount;
DROP FUNCTION rekindle_sandbox_only_for_demo();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_rules"), ("conversations", "0001_schema")]
    operations: ClassVar = [
        migrations.RunSQL(SANDBOX_ONLY_FOR_DEMO, UNDO),
        make_append_only("conversations_clearance"),
        make_append_only("conversations_seal"),
    ]
