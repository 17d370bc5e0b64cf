"""Due messages per sender: one whose rate is used up must not hide the others' messages behind its own."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0002_rules")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("status", "queued")),
                fields=["account", "priority", "due_at", "id"],
                name="message_due_by_sender",
            ),
        ),
    ]
