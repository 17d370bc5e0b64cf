"""Turns are claimed in batches of one listener, under the number of whoever claims them."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_member_phone")]
    operations: ClassVar = [
        migrations.AddField("listenerrun", "claimed_by", models.IntegerField(default=0, db_default=0)),
        migrations.RemoveIndex("listenerrun", "listener_run_due"),
        migrations.RemoveIndex("listenerrun", "listener_run_running"),
        migrations.AddIndex(
            "listenerrun",
            models.Index(fields=["listener", "due_at", "id"], condition=models.Q(("status", "due")), name="turn_due"),
        ),
        migrations.AddIndex(
            "listenerrun",
            models.Index(
                fields=["listener", "claimed_by"], condition=models.Q(("status", "running")), name="turn_running"
            ),
        ),
    ]
