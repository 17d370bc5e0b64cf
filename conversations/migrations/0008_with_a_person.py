"""A thread remembers that a person took it over, also while messaging is stopped there."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# Who had a stopped thread was not kept until now; where somebody is named the assistant rather stays silent.
KEEP_WHO_HAS_IT = """
UPDATE conversations_conversation SET is_with_person = true
WHERE bot = 'paused' OR (bot = 'stopped' AND assigned_to_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0007_refused_calls")]
    operations: ClassVar = [
        migrations.AddField("conversation", "is_with_person", models.BooleanField(default=False)),
        migrations.RunSQL(KEEP_WHO_HAS_IT, migrations.RunSQL.noop),
    ]
