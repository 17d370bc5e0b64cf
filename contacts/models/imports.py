"""A file that is being imported, and what became of each of its lines."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import Member
from accounts.tenancy import BusinessOwned
from contacts.models.people import Contact


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
