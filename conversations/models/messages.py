"""Threads, messages and their delivery. The queue is the Message table: `outbox` claims due rows from it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from contacts.models import Contact
from conversations.models.channels import ChannelAccount


class Conversation(BusinessOwned):
    """One thread per contact, across channels. The summary columns are kept by inbox, outbox, threads and handoff."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Bot(models.TextChoices):
        ACTIVE = "active", "Assistant on it"
        PAUSED = "paused", "A person took over"
        STOPPED = "stopped", "Messaging stopped"

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="conversation")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    bot = models.CharField(max_length=8, choices=Bot, default=Bot.ACTIVE)
    # A person took over and has not given back: true also while messaging is stopped, and again after that.
    is_with_person = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # A thread keeps its sender.
    account = models.ForeignKey(ChannelAccount, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    last_inbound_at = models.DateTimeField(null=True)
    last_outbound_at = models.DateTimeField(null=True)
    preview = models.CharField(max_length=160, blank=True)
    last_intent = models.CharField(max_length=20, blank=True)
    unread = models.PositiveIntegerField(default=0)
    needs_you = models.BooleanField(default=False)
    hot = models.BooleanField(default=False)
    clarified_at = models.DateTimeField(null=True)
    disclosed_at = models.DateTimeField(null=True)
    # A person gave back: the next automated message says again that it is automated.
    handed_back_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Inbox pages, keyset; and the filters that owners live in.
            models.Index(fields=["business", "-last_message_at", "-id"], name="inbox_page"),
            models.Index(
                fields=["business", "-last_message_at", "-id"], condition=Q(needs_you=True), name="inbox_needs_you"
            ),
            models.Index(fields=["business", "-last_message_at", "-id"], condition=Q(hot=True), name="inbox_hot"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class Message(BusinessOwned):
    class Direction(models.TextChoices):
        IN = "in", "Received"
        OUT = "out", "Sent"

    class Author(models.TextChoices):
        CONTACT = "contact", "Contact"
        ASSISTANT = "assistant", "Assistant"
        MEMBER = "member", "Member"
        CAMPAIGN = "campaign", "Campaign"
        SYSTEM = "system", "System"

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        HELD = "held", "Waits for approval"
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Leaving"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        READ = "read", "Read"
        FAILED = "failed", "Failed"
        UNDELIVERED = "undelivered", "Not delivered"
        UNKNOWN = "unknown", "Outcome unknown"
        CANCELLED = "cancelled", "Cancelled"
        BLOCKED = "blocked", "Not allowed"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Every index costs each change of status a write; keys that are mostly empty are indexed where they are not.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, null=True, related_name="messages", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="messages")
    # A notice to a member leaves by the same way out.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # Without an index of its own: the planner took it for one sender's provider ids and read all the sender's rows.
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, default="sms")
    direction = models.CharField(max_length=3, choices=Direction)
    author = models.CharField(max_length=10, choices=Author)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=12, choices=Status)
    status_reason = models.CharField(max_length=60, blank=True)
    status_sentence = models.CharField(max_length=300, blank=True)
    # The contact's address and its keyed hash: caps, locks and cancellation go by it.
    address = models.CharField(max_length=254)
    address_hash = models.CharField(max_length=64)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    # Inbound: the new words, without quotes and signatures.
    new_text = models.TextField(blank=True)
    media = models.JSONField(default=list, blank=True)
    encoding = models.CharField(max_length=8, blank=True)
    segments = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=8, blank=True)
    is_auto_reply = models.BooleanField(default=False)
    # The carrier said that it has acted on the keyword itself ("STOP", "START", "HELP").
    carrier_keyword = models.CharField(max_length=8, blank=True)
    opt_out_line = models.BooleanField(default=False)
    disclosure = models.BooleanField(default=False)
    copy_version = models.CharField(max_length=60, blank=True)
    engine = models.CharField(max_length=20, blank=True)
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="answered_by", db_index=False
    )
    # When that message (or the lead, call or opt-out that this answers) came, and whether that was fresh at hand-over.
    answered_at = models.DateTimeField(null=True)
    answers_fresh = models.BooleanField(default=False)
    # Opaque to this floor: who asked for it, e.g. "campaign:7/step:1/enrollment:99", and what a switch stops.
    origin = models.CharField(max_length=120, blank=True)
    origin_group = models.CharField(max_length=80, blank=True)
    # Hours of the campaign or rule where the recipient is, such as "01234 09:00-18:00"; empty: any lawful hour. The
    # database has the default too: some inserts name no column that they do not need.
    rule_hours = models.CharField(max_length=24, blank=True, default="", db_default="")
    # What it is about, for caps per subject.
    topic = models.CharField(max_length=80, blank=True)
    # One person gets at most one message per reason.
    reason_key = models.CharField(max_length=120, blank=True)
    idempotency_key = models.CharField(max_length=120, null=True)
    provider_id = models.CharField(max_length=64, blank=True)
    priority = models.PositiveSmallIntegerField(default=100)
    due_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Approvals, and what a member said when asked ("hours", "suspected", "content").
    approval = models.CharField(max_length=12, default="not_needed")
    approved_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    stated_reason = models.CharField(max_length=300, blank=True)
    confirmations = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    # Unknown outcomes: how often the provider's list was looked at.
    looked_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Not `unique=True`, which would keep a second index for LIKE.
            models.UniqueConstraint(fields=["idempotency_key"], name="one_message_per_key"),
            # Rule 2: a provider's repeat changes nothing.
            models.UniqueConstraint(
                fields=["account", "provider_id"], condition=~Q(provider_id=""), name="one_message_per_provider_id"
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(member__isnull=True), name="contact_or_member_not_both"
            ),
            models.CheckConstraint(
                condition=Q(direction="in", status="received") | (Q(direction="out") & ~Q(status="received")),
                name="received_only_inbound",
            ),
        ]
        indexes: ClassVar = [
            # outbox.claim: what is due, in the order of design.md, whatever the table's size.
            models.Index(fields=["priority", "due_at", "id"], condition=Q(status="queued"), name="message_due"),
            # The same per sender: one whose rate is used up must not hide the others' messages behind its own.
            models.Index(
                fields=["account", "priority", "due_at", "id"],
                condition=Q(status="queued"),
                name="message_due_by_sender",
            ),
            # outbox.recover and outbox.reconcile.
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="message_sending"),
            models.Index(fields=["looked_at", "id"], condition=Q(status="unknown"), name="message_unknown"),
            # Drafts to approve.
            models.Index(fields=["business", "-id"], condition=Q(status="held"), name="message_held"),
            # Cancelling everything queued for an address inside the opt-out transaction.
            # The address first: right after a launch the planner underrates how much one business has waiting.
            models.Index(
                fields=["address_hash", "business"],
                condition=Q(status__in=["queued", "held"]),
                name="message_waiting_at_address",
            ),
            # Caps over a rolling day, per address.
            models.Index(
                fields=["address_hash", "-handed_over_at"],
                condition=Q(handed_over_at__isnull=False),
                name="message_handed_over",
            ),
            models.Index(fields=["conversation", "-created_at", "-id"], name="thread_page"),
            models.Index(fields=["answers"], condition=Q(answers__isnull=False), name="message_answering"),
            models.Index(fields=["member"], condition=Q(member__isnull=False), name="message_to_member"),
            models.Index(fields=["by_member"], condition=Q(by_member__isnull=False), name="message_by_member"),
            models.Index(fields=["approved_by"], condition=Q(approved_by__isnull=False), name="message_approved_by"),
            models.Index(
                fields=["business", "origin_group", "status"], condition=~Q(origin_group=""), name="message_by_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.uid}"


class Reservation(BusinessOwned):
    """One person, one reason, one message: taken at hand-over under the address lock, kept once handed over."""

    address_hash = models.CharField(max_length=64)
    reason_key = models.CharField(max_length=120)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["business", "address_hash", "reason_key"], name="one_message_per_reason"),
        ]

    def __str__(self) -> str:
        return self.reason_key


class DeliveryAttempt(BusinessOwned):
    """Written and committed before the provider is called; the outcome comes after."""

    class Outcome(models.TextChoices):
        STARTED = "started", "Started"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        LATER = "later", "Try later"
        UNKNOWN = "unknown", "Unknown"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="delivery_attempts")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.STARTED)
    error_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "number"], name="one_attempt_per_number")]

    def __str__(self) -> str:
        return f"attempt {self.number} {self.outcome}"


class DeliveryEvent(models.Model):
    """A status callback as it came: stored by one insert, applied in batches."""

    account = models.ForeignKey(ChannelAccount, on_delete=models.CASCADE, related_name="+")
    message_uid = models.UUIDField(null=True)
    provider_id = models.CharField(max_length=64)
    status = models.CharField(max_length=12)
    raw_status = models.CharField(max_length=24)
    error_code = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(applied_at=None), name="event_to_apply"),
            models.Index(fields=["message_uid"], name="event_by_message"),
        ]

    def __str__(self) -> str:
        return f"{self.raw_status} {self.pk}"
