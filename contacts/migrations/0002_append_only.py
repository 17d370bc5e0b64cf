"""Consent and suppression cannot be rewritten."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from accounts.append_only import make_append_only


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_rules"), ("contacts", "0001_schema")]
    operations: ClassVar = [
        make_append_only("contacts_consentrecord"),
        make_append_only("contacts_suppression"),
        make_append_only("contacts_suppressionlift"),
    ]
