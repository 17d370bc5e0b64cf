"""What a member is told inside the product."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned


class Notification(BusinessOwned):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    body = models.CharField(max_length=300, blank=True)
    # A path inside the site.
    path = models.CharField(max_length=200, blank=True)
    # The same thing told twice is told once.
    dedupe_key = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "dedupe_key"], name="one_notification_per_fact"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-id"], name="notification_list"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title
