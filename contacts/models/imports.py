"""A file that is being imported, and what became of each of its lines."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Business, Member
from accounts.tenancy import BusinessOwned
from contacts.models.people import ChannelKind, Contact


class ImportBatch(BusinessOwned):
    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    class Mode(models.TextChoices):
        BOTH = "both", "Create and update"
        CREATE = "create", "Create only"
        UPDATE = "update", "Update only"

    class Kind(models.TextChoices):
        CONTACTS = "contacts", "People"
        STOPS = "stops", "A do-not-contact list"

    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    file_bytes = models.PositiveBigIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CONTACTS)
    # How the file is read: kind, encoding, delimiter, sheet, sheets, heading, date_order, region (contacts.importing).
    format = models.JSONField(default=dict, blank=True)
    columns = models.JSONField(default=list)
    # The first rows below the headings, for the page that matches the columns.
    sample = models.JSONField(default=list, blank=True)
    # {field: column index}, and the defaults that stand where no column says it.
    mapping = models.JSONField(default=dict, blank=True)
    defaults = models.JSONField(default=dict, blank=True)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.BOTH)
    status = models.CharField(max_length=10, choices=Status, default=Status.UPLOADED)
    problem = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    # While checking an estimate by size, then what there is.
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # The last line of the file that the phase at hand has finished: after a restart it goes on behind it.
    line_done = models.PositiveIntegerField(default=0)
    attested_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    attested_at = models.DateTimeField(null=True)
    attestation = models.TextField(blank=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=300, blank=True)
    undo_lifts_stops = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "import batches"
        indexes: ClassVar = [models.Index(fields=["business", "-id"], name="import_list")]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(BusinessOwned):
    """Base of what the engine writes by the million, under the lock of its import, which exists: no key is checked."""

    business = models.ForeignKey(
        Business, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        abstract = True


class ImportFilePart(BusinessOwned):
    """A piece of the file, so that any worker can read it. Deleted when the import has ended."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="one_part_per_number")]

    def __str__(self) -> str:
        return f"part {self.number} of import {self.batch_id}"


class ImportRow(StagedRow):
    """One line of an imported file and what the check said would become of it. Written once."""

    class Outcome(models.TextChoices):
        PENDING = "pending", "Not looked at"
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        HOUSEHOLD = "household", "New, shares an address"
        DUPLICATE = "duplicate", "Twice in the file"
        REFUSED = "refused", "Refused"
        SKIPPED = "skipped", "Left out by the mode"

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    # What was made of the cells (contacts.importing.rows): the commit reads this and never the file.
    said = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    # Sentences that do not refuse the row: suppressed, not eligible by text and why.
    remarks = models.JSONField(default=list, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    eligible_by_text = models.BooleanField(null=True)
    is_suppressed = models.BooleanField(default=False)
    # Whom the check found; the commit looks again.
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "line"], name="one_row_per_line")]
        indexes: ClassVar = [
            models.Index(fields=["batch", "outcome", "line"], name="rows_by_outcome"),
            models.Index(fields=["batch", "line"], condition=Q(eligible_by_text=False), name="rows_not_eligible"),
            models.Index(fields=["batch", "line"], condition=Q(is_suppressed=True), name="rows_suppressed"),
        ]

    def __str__(self) -> str:
        return f"line {self.line}"


class ImportAddress(StagedRow):
    """One address in one line: finds who is twice in the file and who is in the base, and becomes a ContactPoint."""

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=ChannelKind)
    address = models.CharField(max_length=254)
    address_hash = models.CharField(max_length=64)
    # contacts.consent.lock_key of the hash: narrow enough to look a million of them up.
    key = models.BigIntegerField()
    # The person's name in lower case.
    name_key = models.CharField(max_length=170, blank=True)
    label = models.CharField(max_length=40, blank=True)
    line_type = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["batch", "key", "name_key", "line"], name="import_address_by_key"),
            models.Index(fields=["batch", "line"], name="import_address_by_line"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in line {self.line}"


class ImportWrite(StagedRow):
    """What the commit did for one line: what undoing it must take back, and whether that was done."""

    class Undone(models.TextChoices):
        REMOVED = "removed", "Removed"
        RESTORED = "restored", "Set back"
        KEPT = "kept", "Kept"

    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="writes", db_constraint=False, db_index=False
    )
    line = models.PositiveIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False)
    is_new = models.BooleanField()
    # {field: [old, new]} as JSON of the column's own type.
    changes = models.JSONField(default=dict, blank=True)
    # Ids of what was added: points, and points whose line type was learned; consents given; stops.
    points = ArrayField(models.BigIntegerField(), default=list)
    typed_points = ArrayField(models.BigIntegerField(), default=list)
    consents = ArrayField(models.BigIntegerField(), default=list)
    stops = ArrayField(models.BigIntegerField(), default=list)
    undone = models.CharField(max_length=8, choices=Undone, blank=True)
    undone_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "line"], name="one_write_per_line")]
        indexes: ClassVar = [
            models.Index(fields=["batch", "line"], condition=Q(undone="kept"), name="writes_kept"),
        ]

    def __str__(self) -> str:
        return f"write of line {self.line}"


class ImportMapping(BusinessOwned):
    """What the columns of files with these headings meant last time, offered for the next one."""

    # SHA-256 of the headings in their plainest spelling.
    headings_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=ImportBatch.Kind, default=ImportBatch.Kind.CONTACTS)
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    format = models.JSONField(default=dict)
    mode = models.CharField(max_length=8, choices=ImportBatch.Mode, default=ImportBatch.Mode.BOTH)
    file_name = models.CharField(max_length=200)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["business", "headings_key"], name="one_mapping_per_headings")
        ]

    def __str__(self) -> str:
        return f"columns of {self.file_name}"
