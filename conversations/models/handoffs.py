"""What an inbound message means, and the tasks for people that come of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from conversations.models.messages import Conversation, Message

# Shown instead of the intent while nobody has decided; no intent that is read, learned or chosen.
SUSPECTED_OPT_OUT = "suspected_opt_out"


class Triage(BusinessOwned):
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="triage")
    intent = models.CharField(max_length=20)
    confidence = models.FloatField()
    flags = ArrayField(models.CharField(max_length=40), default=list)
    facts = models.JSONField(default=dict)
    engine = models.CharField(max_length=20)
    why = models.CharField(max_length=300, blank=True)
    corrected_intent = models.CharField(max_length=20, blank=True)
    corrected_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    @property
    def meaning(self) -> str:
        """What a member says that it means, else how it was read; a suspected opt-out is not called an opt-out."""
        is_suspected = self.intent == "opt_out" and "suspected" in self.flags
        return self.corrected_intent or (SUSPECTED_OPT_OUT if is_suspected else self.intent)

    def __str__(self) -> str:
        return f"{self.intent} {self.pk}"


class Handoff(BusinessOwned):
    class Priority(models.TextChoices):
        HOT = "hot", "Hot"
        HIGH = "high", "High"
        NORMAL = "normal", "Normal"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        TAKEN = "taken", "Taken"
        DONE = "done", "Done"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="handoffs")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=40)
    priority = models.CharField(max_length=8, choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    summary = models.TextField(blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    assigned_to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            # One open task per conversation and reason, however many messages say it again.
            models.UniqueConstraint(
                fields=["conversation", "reason"], condition=~Q(state="done"), name="one_ongoing_handoff_per_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["business", "due_at"], condition=~Q(state="done"), name="handoffs_to_do"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"


class Note(BusinessOwned):
    """Something written for the team, never sent."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    by_member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "-created_at"], name="notes_of_thread")]

    def __str__(self) -> str:
        return f"note {self.pk}"
