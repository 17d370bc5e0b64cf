"""Fewer entries for each change of status: mostly empty keys are indexed where they are not, doubles are gone."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

PROTECT, SET_NULL = django.db.models.deletion.PROTECT, django.db.models.deletion.SET_NULL


def _bare_key(name: str, to: str, related_name: str = "+", on_delete: object = PROTECT) -> migrations.AlterField:
    key = models.ForeignKey(db_index=False, null=True, on_delete=on_delete, related_name=related_name, to=to)  # type: ignore[arg-type]
    return migrations.AlterField("message", name, key)


def _where_set(name: str, index: str) -> migrations.AddIndex:
    where = models.Q((f"{name}__isnull", False))
    return migrations.AddIndex("message", models.Index(condition=where, fields=[name], name=index))


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_rules"),
        ("contacts", "0002_append_only"),
        ("conversations", "0005_waiting_at_address"),
    ]
    operations: ClassVar = [
        _bare_key("answers", "conversations.message", "answered_by", SET_NULL),
        _bare_key("approved_by", "accounts.member"),
        _bare_key("by_member", "accounts.member"),
        _bare_key("conversation", "conversations.conversation", "messages"),
        _bare_key("member", "accounts.member"),
        migrations.AlterField("message", "idempotency_key", models.CharField(max_length=120, null=True)),
        _where_set("answers", "message_answering"),
        _where_set("member", "message_to_member"),
        _where_set("by_member", "message_by_member"),
        _where_set("approved_by", "message_approved_by"),
        migrations.AddConstraint(
            "message", models.UniqueConstraint(fields=("idempotency_key",), name="one_message_per_key")
        ),
    ]
