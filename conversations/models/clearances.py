"""The evidence. Clearance and Seal are append-only; ClearanceDetail is the part that may be erased."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy import BusinessOwned
from conversations.models.messages import Message


class Clearance(BusinessOwned):
    append_only = True

    class Stage(models.TextChoices):
        SUBMIT = "submit", "When asked for"
        HAND_OVER = "hand_over", "In the moment of sending"
        CHANGE = "change", "When the answer changed"

    class Verdict(models.TextChoices):
        ALLOW = "allow", "Allowed"
        DEFER = "defer", "Later"
        HOLD = "hold", "Waits for approval"
        BLOCK = "block", "Not allowed"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="clearances")
    stage = models.CharField(max_length=10, choices=Stage)
    verdict = models.CharField(max_length=6, choices=Verdict)
    purpose = models.CharField(max_length=24)
    rules_version = models.CharField(max_length=40)
    # [[rule, verdict, reason code], ...]: no personal data.
    findings = models.JSONField()
    decided_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    latest = models.DateTimeField(null=True)
    # SHA-256 over salt and details (hex), and over this row's own content including that.
    detail_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["message", "id"], name="clearance_of_message")]

    def __str__(self) -> str:
        return f"{self.stage} {self.verdict} {self.pk}"


class ClearanceDetail(BusinessOwned):
    """What identifies a person: the facts seen, the findings in words. Erasure empties it, and says when, by, why."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="detail")
    salt = models.CharField(max_length=32)
    details = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=120, blank=True)
    erased_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"detail of clearance {self.clearance_id}"


class UnsealedClearance(models.Model):
    """What the sealer has still to take; written beside the Clearance, removed by the Seal."""

    clearance = models.OneToOneField(Clearance, on_delete=models.CASCADE, primary_key=True, related_name="+")
    business_id = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["business_id", "clearance"], name="unsealed_in_order")]

    def __str__(self) -> str:
        return f"unsealed {self.pk}"


class Seal(BusinessOwned):
    append_only = True

    number = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField()
    # The sealed clearances in leaf order.
    clearance_ids = ArrayField(models.BigIntegerField())
    merkle_root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["business", "number"], name="seals_in_one_chain")]

    def __str__(self) -> str:
        return f"seal {self.number}"
