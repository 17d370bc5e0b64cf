"""Approved wording: what the assistant and the system may say, per language and channel."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned


class ApprovedCopy(BusinessOwned):
    """One version of one wording. An edit adds a version; what was sent names the version it used."""

    key = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="en")
    channel = models.CharField(max_length=8, default="sms")
    version = models.PositiveIntegerField(default=1)
    text = models.TextField()
    is_current = models.BooleanField(default=True)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "approved copy"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["business", "key", "language", "channel"],
                condition=Q(is_current=True),
                name="one_current_wording",
            ),
            models.UniqueConstraint(
                fields=["business", "key", "language", "channel", "version"], name="one_row_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
