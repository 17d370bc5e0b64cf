"""People the business knows, their addresses and what changed about them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse, Upper

from accounts.models import Member
from accounts.tenancy import BusinessOwned


class ChannelKind(models.TextChoices):
    """What an address is for: a phone number or an email address."""

    PHONE = "phone", "Phone"
    EMAIL = "email", "Email"


class Contact(BusinessOwned):
    class Standing(models.TextChoices):
        NEW = "new", "New"
        RETURNING = "returning", "Returning"
        CUSTOMER = "customer", "Customer"
        OPEN_ISSUE = "open_issue", "Customer with an open issue"

    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    zone_set_by_hand = models.BooleanField(default=False)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=3, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=8, blank=True)
    preferred_channel = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=80, blank=True)
    stated_request = models.CharField(max_length=500, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.NEW)
    custom = models.JSONField(default=dict, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    # Dealings of any kind as the business's own records tell them (an import's "last visit").
    last_dealing_at = models.DateTimeField(null=True, blank=True)
    # Kept by inbox and outbox.
    last_inbound_at = models.DateTimeField(null=True, blank=True)
    last_outbound_at = models.DateTimeField(null=True, blank=True)
    # "Not interested": out of all campaigns and follow-ups (ruling 6), without a suppressed address.
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["business", "-id"], name="contact_list"),
            models.Index(fields=["business", "last_dealing_at"], name="contact_by_dealing"),
            models.Index(fields=["business", "source"], name="contact_by_source"),
            models.Index(fields=["business", "external_id"], condition=~Q(external_id=""), name="contact_by_external"),
            # Segments and list filters by tag.
            GinIndex(fields=["tags"], name="contact_tags"),
            # contacts.search: names by their first letters, in any case.
            models.Index(F("business"), OpClass(Upper("first_name"), "text_pattern_ops"), name="contact_first_name"),
            models.Index(F("business"), OpClass(Upper("last_name"), "text_pattern_ops"), name="contact_last_name"),
            # The list of those who are not interested.
            models.Index(fields=["business", "-id"], condition=Q(declined_at__isnull=False), name="contact_declined"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The full name, or a word where none is known."""
        return f"{self.first_name} {self.last_name}".strip() or "Unnamed contact"


class ContactPoint(BusinessOwned):
    """One address of a contact. A household may share it; locks, caps and suppressions go by address."""

    class LineType(models.TextChoices):
        UNKNOWN = "unknown", "Unknown"
        MOBILE = "mobile", "Mobile"
        LANDLINE = "landline", "Landline"
        VOIP = "voip", "VoIP"
        TOLL_FREE = "toll_free", "Toll-free"

    class State(models.TextChoices):
        OK = "ok", "Works"
        INVALID = "invalid", "Does not exist"
        UNREACHABLE = "unreachable", "Cannot be reached"
        DETACHED = "detached", "Not this person's"
        # The contact named it in a message; whose it is nobody knows before somebody writes from it or consents.
        CLAIMED = "claimed", "Named, not confirmed"

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=ChannelKind)
    address = models.CharField(max_length=254)
    # contacts.consent.hash_address, keyed with SUPPRESSION_KEY: the same on suppressions, consents and messages.
    address_hash = models.CharField(max_length=64)
    line_type = models.CharField(max_length=10, choices=LineType, default=LineType.UNKNOWN)
    line_type_source = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OK)
    state_reason = models.CharField(max_length=200, blank=True)
    label = models.CharField(max_length=40, blank=True)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "kind", "address"], name="one_point_per_contact_and_address"),
        ]
        indexes: ClassVar = [
            # inbox: whose address is this; import: is it known.
            models.Index(fields=["business", "address_hash"], name="point_by_hash"),
            # With an operator class for LIKE: contacts.search looks for the start of an address, or a number's end.
            models.Index(
                fields=["business", "kind", "address"],
                opclasses=["int8_ops", "varchar_pattern_ops", "varchar_pattern_ops"],
                name="point_by_start",
            ),
            models.Index(
                F("business"),
                OpClass(Reverse("address"), "text_pattern_ops"),
                condition=Q(kind="phone"),
                name="point_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of contact {self.contact_id}"


class ContactChange(BusinessOwned):
    """One field of a contact that changed: the old value stays readable."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=500, blank=True)
    new = models.CharField(max_length=500, blank=True)
    by_member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    # "import:<id>", "message:<uid>" or "member".
    origin = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["contact", "-at"], name="change_timeline")]

    def __str__(self) -> str:
        return f"{self.field} of contact {self.contact_id}"


class CustomField(BusinessOwned):
    """A field of a business's own that its contacts carry in `Contact.custom`, under `key`."""

    class Kind(models.TextChoices):
        TEXT = "text", "Text"
        NUMBER = "number", "Number"
        DATE = "date", "Date"

    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    # Values are kept as text in JSON: a date as YYYY-MM-DD, a number in plain digits.
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.TEXT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["business", "key"], name="one_custom_field_per_key")]

    def __str__(self) -> str:
        return self.label
