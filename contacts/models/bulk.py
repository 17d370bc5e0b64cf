"""One change to many contacts at once, made in the background when they are many."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned


class BulkChange(BusinessOwned):
    class Action(models.TextChoices):
        TAG = "tag", "Add a tag"
        UNTAG = "untag", "Take a tag away"
        OWNER = "owner", "Give to somebody"
        STOP = "stop", "Stop messages"

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    action = models.CharField(max_length=8, choices=Action)
    # {"tag": "vip"}, {"owner": member id or None}, {"reason": "…", "channels": "texts"}.
    values = models.JSONField(default=dict)
    # Whom: {"ids": [...]} or what contacts.search.ListFilter reads.
    whom = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    problem = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # Contacts are taken newest first: those with a smaller id than this are still to come.
    below_contact = models.PositiveBigIntegerField(null=True)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # contacts.tasks.run_bulk_changes: what is under way.
            models.Index(fields=["id"], condition=Q(status="running"), name="bulk_running"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
