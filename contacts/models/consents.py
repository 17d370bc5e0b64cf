"""What people agreed to and what must not be written to. `contacts.consent` is the only writer.

ConsentRecord and Suppression are append-only (triggers refuse UPDATE, DELETE and TRUNCATE). What names a person stands
in a detail row beside them that can be erased.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from contacts.models.people import ChannelKind, Contact


class ConsentRecord(BusinessOwned):
    """What was agreed or withdrawn for one address. Append-only; who and the exact words are in ConsentDetail."""

    append_only = True

    class Action(models.TextChoices):
        GRANTED = "granted", "Agreed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Kind(models.TextChoices):
        EXPRESS_WRITTEN = "express_written", "Express written"
        EXPRESS = "express", "Express"
        IMPLIED = "implied", "Implied"
        SOFT_OPT_IN = "soft_opt_in", "Soft opt-in"
        INBOUND = "inbound", "Wrote or called first"
        TRANSACTIONAL = "transactional", "For a booking or job"
        UNKNOWN = "unknown", "Unknown"

    class Scope(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Bookings and jobs"
        ALL = "all", "Everything"

    kind_of_address = models.CharField(max_length=8, choices=ChannelKind)
    address_hash = models.CharField(max_length=64)
    action = models.CharField(max_length=10, choices=Action)
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=16, choices=Scope, default=Scope.MARKETING)
    source = models.CharField(max_length=80, blank=True)
    has_wording = models.BooleanField(default=False)
    attested = models.BooleanField(default=False)
    obtained_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    detail_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["business", "address_hash"], name="consent_by_address")]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.pk}"


class ConsentDetail(BusinessOwned):
    """The erasable part of a ConsentRecord: the person, the words, where and how."""

    record = models.OneToOneField(ConsentRecord, on_delete=models.PROTECT, related_name="detail")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="consents")
    salt = models.CharField(max_length=32)
    # address, wording, url, ip, file, row, message, attested_by, attestation, note
    facts = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)
    erased_by = models.CharField(max_length=120, blank=True)
    erased_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"detail of consent {self.record_id}"


class Suppression(BusinessOwned):
    """An address that must not be contacted. Append-only, keyed by hash: it outlives contact, re-import and erasure."""

    append_only = True

    class Reason(models.TextChoices):
        TEXT_OPT_OUT = "opted_out_by_text", "Opted out by text"
        OWN_WORDS = "opted_out_in_own_words", "Opted out in own words"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed"
        DO_NOT_EMAIL = "do_not_email", "Do Not Email"
        SUSPECTED = "suspected", "Suspected opt-out"
        COMPLAINT = "complaint", "Complaint"
        HARD_BOUNCE = "hard_bounce", "Hard bounce"
        INVALID = "invalid", "Invalid address"
        WRONG_NUMBER = "wrong_number", "Wrong number"
        MANUAL = "manual_stop", "Stopped by a member"
        CARRIER = "carrier_blocked", "Blocked at the carrier"

    kind_of_address = models.CharField(max_length=8, choices=ChannelKind)
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=24, choices=Reason)
    # Every channel, whatever was said on which: "never contact me again".
    all_channels = models.BooleanField(default=False)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["business", "address_hash"], name="suppression_by_address"),
            # Each negative state is a filter of its own (ruling 6).
            models.Index(fields=["business", "reason"], name="suppression_by_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.pk}"


class SuppressionDetail(BusinessOwned):
    """The erasable part of a Suppression: who said what, in which message."""

    suppression = models.OneToOneField(Suppression, on_delete=models.PROTECT, related_name="detail")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="suppressions")
    # address, words, message, note
    facts = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"detail of suppression {self.suppression_id}"


class SuppressionLift(BusinessOwned):
    """The end of a Suppression: START, new written consent, or a correction by a member with a reason. Append-only."""

    append_only = True

    suppression = models.OneToOneField(Suppression, on_delete=models.PROTECT, related_name="lift")
    why = models.CharField(max_length=300)
    # The message or consent that allows it ("message:<uid>", "consent:<id>"), empty for a member's correction.
    evidence = models.CharField(max_length=80, blank=True)
    by_member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"lift of {self.suppression_id}"
