"""An address that a contact only named in a message has a state of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0003_segments_and_custom_fields")]
    operations: ClassVar = [
        migrations.AlterField(
            "contactpoint",
            "state",
            models.CharField(
                choices=[
                    ("ok", "Works"),
                    ("invalid", "Does not exist"),
                    ("unreachable", "Cannot be reached"),
                    ("detached", "Not this person's"),
                    ("claimed", "Named, not confirmed"),
                ],
                default="ok",
                max_length=12,
            ),
        )
    ]
