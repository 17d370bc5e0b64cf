"""A sender remembers that calls of the provider were refused, so that what they brought is read back."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("conversations", "0006_fewer_indexes")]
    operations: ClassVar = [migrations.AddField("channelaccount", "refused_at", models.DateTimeField(null=True))]
