"""Conditions on contacts that an owner keeps under a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import Member
from accounts.tenancy import BusinessOwned


class SavedSegment(BusinessOwned):
    name = models.CharField(max_length=80)
    # What contacts.segments reads: {"all": [...]} or {"any": [...]} of conditions and further groups.
    conditions = models.JSONField(default=dict)
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["business", "name"], name="one_segment_per_name")]

    def __str__(self) -> str:
        return self.name
