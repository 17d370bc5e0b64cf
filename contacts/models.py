"""People the business knows, their addresses, what they agreed to, and what must not be written to.

ConsentRecord and Suppression are append-only (triggers refuse UPDATE, DELETE and TRUNCATE). What names a person stands
in a detail row beside them that can be erased. `contacts.consent` is their only writer.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

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
            models.Index(fields=["business", "kind", "address"], name="point_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of contact {self.contact_id}"


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
        indexes: ClassVar = [models.Index(fields=["business", "address_hash"], name="suppression_by_address")]

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


class ImportBatch(BusinessOwned):
    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    class Mode(models.TextChoices):
        BOTH = "both", "Create and update"
        CREATE = "create", "Create only"
        UPDATE = "update", "Update only"

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    columns = models.JSONField(default=list)
    # {field: column index}, and the defaults that stand where no column says it.
    mapping = models.JSONField(default=dict, blank=True)
    defaults = models.JSONField(default=dict, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.BOTH)
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    problem = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    attested_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    attestation = models.TextField(blank=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "import batches"
        indexes: ClassVar = [models.Index(fields=["business", "-id"], name="import_list")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(BusinessOwned):
    """One line of an imported file and what became of it."""

    class Outcome(models.TextChoices):
        PENDING = "pending", "Not looked at"
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        HOUSEHOLD = "household", "New, shares an address"
        DUPLICATE = "duplicate", "Twice in the file"
        REFUSED = "refused", "Refused"
        SKIPPED = "skipped", "Left out by the mode"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    # Sentences that do not refuse the row: suppressed, not eligible by text and why.
    remarks = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    eligible_by_text = models.BooleanField(null=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "line"], name="one_row_per_line")]
        indexes: ClassVar = [models.Index(fields=["batch", "outcome", "line"], name="rows_by_outcome")]

    def __str__(self) -> str:
        return f"line {self.line}"
