"""Senders, the switches that stop them, and what the worker keeps about itself."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.fields import EncryptedTextField
from accounts.models import Business, Member
from accounts.tenancy import BusinessOwned


def new_key() -> str:
    """Return an unguessable path segment for a sender's webhook address."""
    return secrets.token_urlsafe(24)


class ChannelAccount(BusinessOwned):
    """A sender. A demo business has only sandbox senders, a live one never: a trigger holds it."""

    class Channel(models.TextChoices):
        SMS = "sms", "Text messages"
        EMAIL = "email", "Email"

    class Kind(models.TextChoices):
        """Values as in contacts.eligibility.SenderKind."""

        LONG_CODE = "long_code", "Local number"
        TOLL_FREE = "toll_free", "Toll-free number"
        SHORT_CODE = "short_code", "Short code"
        DOMAIN = "domain", "Email domain"
        SANDBOX = "sandbox", "Sandbox"

    class Registration(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed"
        UNREGISTERED = "unregistered", "Not registered"
        PENDING = "pending", "Registration under way"
        REGISTERED = "registered", "Registered"
        REJECTED = "rejected", "Registration rejected"

    provider = models.CharField(max_length=12)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SMS)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LONG_CODE)
    label = models.CharField(max_length=60, blank=True)
    # The number people see, E.164; with a messaging service its sid rides beside it.
    sender = models.CharField(max_length=254)
    service_sid = models.CharField(max_length=40, blank=True)
    account_sid = models.CharField(max_length=40, blank=True)
    # JSON {"auth_token", "api_key", "api_secret"}, encrypted.
    credentials = EncryptedTextField(blank=True)
    webhook_key = models.CharField(max_length=40, unique=True, default=new_key)
    segments_per_second = models.FloatField(default=1.0)
    # What one segment costs, for estimates; without it only segments are shown.
    price_per_segment = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    price_currency = models.CharField(max_length=3, blank=True, default="")
    registration = models.CharField(max_length=14, choices=Registration, default=Registration.UNREGISTERED)
    # The carrier itself answers STOP, START and HELP: then our own confirmation stays away.
    carrier_answers_keywords = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    # A check has been asked for and the worker has not answered yet; and when the number's webhooks last stood here.
    setup_asked_at = models.DateTimeField(null=True)
    webhooks_set_at = models.DateTimeField(null=True)
    # Catch-up: inbound messages are listed from here (minus an hour); no campaign leaves while one is wanted.
    inbound_seen_at = models.DateTimeField(null=True)
    catch_up_wanted_at = models.DateTimeField(null=True)
    caught_up_at = models.DateTimeField(null=True)
    # The provider's webhook was refused as forged: a forgery, or the auth token was changed at the provider.
    refused_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "account_sid", "sender"], name="one_account_per_sender"),
            models.CheckConstraint(condition=Q(segments_per_second__gt=0), name="rate_above_zero"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["catch_up_wanted_at"], condition=Q(catch_up_wanted_at__isnull=False), name="catch_up_wanted"
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.provider} sender {self.pk}"


class SenderBudget(models.Model):
    """When a sender may hand over next, in one row so that all workers honour one rate (segments per second)."""

    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, related_name="budget")
    # The instant up to which the rate is used: by everything, and by campaigns (which get 80 %).
    used_until = models.DateTimeField()
    campaign_used_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"budget of sender {self.account_id}"


class Switch(models.Model):
    """Something is stopped. Read at claim and at hand-over; the row's presence is the stop."""

    class Scope(models.TextChoices):
        ALL = "all", "Everything"
        BUSINESS = "business", "One business"
        CHANNEL = "channel", "One sender"
        ORIGIN = "origin", "One campaign or rule"
        CONTACT = "contact", "One contact"

    business = models.ForeignKey(Business, on_delete=models.CASCADE, null=True, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope)
    # The sender's id, the contact's id, or Message.origin_group; empty for a business or for everything.
    key = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    by_member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        verbose_name_plural = "switches"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["business", "scope", "key"], name="one_switch_per_thing", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}".strip()


class InstanceState(models.Model):
    """One row: the mark that must equal the one beside the database, and whether sending is off because it does not."""

    singleton = models.BooleanField(default=True, unique=True)
    mark = models.CharField(max_length=64)
    sending_off_since = models.DateTimeField(null=True)
    sending_off_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(singleton=True), name="one_instance_state")]

    def __str__(self) -> str:
        return "instance state"


class WorkerHeartbeat(models.Model):
    """When each part of the worker last showed life: `supervisor`, `sending`, `queue`."""

    part = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.part
