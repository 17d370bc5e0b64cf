"""An outreach to a segment: its steps, its texts, and one row for each contact's way through it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from contacts.models import Contact, ContactPoint
from conversations.models import ChannelAccount, Message


class Campaign(BusinessOwned):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped"

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # What contacts.segments reads: {"inactive_months": 6, "tags": [...], "sources": [...]}.
    audience = models.JSONField(default=dict, blank=True)
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    launched_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["business", "-id"], name="campaign_list"),
            models.Index(fields=["id"], condition=Q(state="running"), name="campaign_running"),
        ]

    def __str__(self) -> str:
        return self.name


class Step(BusinessOwned):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8, default="sms")
    # After the previous step was handed over; zero for the first.
    delay_hours = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "position"], name="steps_in_order", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"step {self.position}"


class Variant(BusinessOwned):
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="variants")
    label = models.CharField(max_length=1, default="A")
    body = models.TextField()

    class Meta:
        ordering: ClassVar = ["label"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "label"], name="one_variant_per_label")]

    def __str__(self) -> str:
        return f"variant {self.label}"


class Enrollment(BusinessOwned):
    class State(models.TextChoices):
        ACTIVE = "active", "On its way"
        REPLIED = "replied", "Replied"
        COMPLETED = "completed", "All steps sent"
        STOPPED = "stopped", "Stopped"
        LEFT_OUT = "left_out", "Left out"
        FAILED = "failed", "Could not be reached"

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="enrollments")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="enrollments")
    point = models.ForeignKey(ContactPoint, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    # Why it is left out or stopped: a code for counting, the findings for people ([[rule, verdict, reason, sentence]]).
    reason = models.CharField(max_length=40, blank=True)
    findings = models.JSONField(default=list, blank=True)
    next_position = models.PositiveSmallIntegerField(default=1)
    next_due_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    reply_intent = models.CharField(max_length=20, blank=True)
    opted_out_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "contact"], name="one_enrollment_per_contact"),
        ]
        indexes: ClassVar = [
            # Steps that are due, whatever the table's size.
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(state="active", next_due_at__isnull=False),
                name="enrollment_due",
            ),
            models.Index(fields=["campaign", "state", "id"], name="enrollment_by_state"),
            models.Index(fields=["contact"], condition=Q(state="active"), name="enrollment_active_contact"),
        ]

    def __str__(self) -> str:
        return f"enrollment {self.pk}"


class StepMessage(BusinessOwned):
    """Which message a step became for one enrollment."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="sent_steps")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "step"], name="one_message_per_step"),
        ]

    def __str__(self) -> str:
        return f"step message {self.pk}"
