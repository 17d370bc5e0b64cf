"""What waits at an address is found by the address first; a sender's messages by their provider ids only."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0004_sender_setup")]
    operations: ClassVar = [
        migrations.RemoveIndex("message", "message_waiting_by_address"),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["address_hash", "business"],
                condition=models.Q(("status__in", ["queued", "held"])),
                name="message_waiting_at_address",
            ),
        ),
        migrations.AlterField(
            "message",
            "account",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="conversations.channelaccount",
            ),
        ),
    ]
