"""A sender remembers that a check was asked for, and since when the provider calls us."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0003_message_due_by_sender")]
    operations: ClassVar = [
        migrations.AddField("channelaccount", "setup_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("channelaccount", "webhooks_set_at", models.DateTimeField(null=True)),
    ]
