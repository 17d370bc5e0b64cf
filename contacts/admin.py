"""The admin of contacts: to be read. People change contacts in the product, where their reason is recorded."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadingAdmin
from contacts.models import (
    BulkChange,
    ConsentDetail,
    ConsentRecord,
    Contact,
    ContactChange,
    ContactPoint,
    CustomField,
    ImportAddress,
    ImportBatch,
    ImportFilePart,
    ImportMapping,
    ImportRow,
    ImportWrite,
    SavedSegment,
    Suppression,
    SuppressionDetail,
    SuppressionLift,
)


@admin.register(Contact)
class ContactAdmin(ReadingAdmin):
    list_display = ("name", "business", "standing", "state", "source", "last_inbound_at", "created_at")
    list_filter = ("standing", "business")
    list_select_related = ("business",)
    search_fields = ("first_name", "last_name", "=external_id", "=points__address")


@admin.register(ContactPoint)
class ContactPointAdmin(ReadingAdmin):
    list_display = ("id", "contact", "kind", "address", "line_type", "state", "business")
    list_filter = ("kind", "state", "line_type", "business")
    list_select_related = ("contact", "business")
    search_fields = ("=address",)


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadingAdmin):
    list_display = ("id", "business", "action", "kind", "scope", "source", "attested", "obtained_at", "recorded_at")
    list_filter = ("action", "kind", "attested", "business")
    list_select_related = ("business",)
    search_fields = ("=address_hash", "source")


@admin.register(ConsentDetail)
class ConsentDetailAdmin(ReadingAdmin):
    list_display = ("record", "contact", "business", "erased_at")
    list_filter = (("erased_at", admin.EmptyFieldListFilter), "business")
    list_select_related = ("record", "contact", "business")
    search_fields = ("=contact__last_name",)


@admin.register(Suppression)
class SuppressionAdmin(ReadingAdmin):
    list_display = ("id", "business", "reason", "kind_of_address", "all_channels", "by_member", "created_at")
    list_filter = ("reason", "all_channels", ("lift", admin.EmptyFieldListFilter), "business")
    list_select_related = ("business", "by_member__user")
    search_fields = ("=address_hash",)


@admin.register(SuppressionDetail)
class SuppressionDetailAdmin(ReadingAdmin):
    list_display = ("suppression", "contact", "business", "erased_at")
    list_filter = ("business",)
    list_select_related = ("suppression", "contact", "business")
    search_fields = ("=contact__last_name",)


@admin.register(SuppressionLift)
class SuppressionLiftAdmin(ReadingAdmin):
    list_display = ("suppression", "why", "evidence", "by_member", "business", "created_at")
    list_filter = ("business",)
    list_select_related = ("suppression", "by_member__user", "business")
    search_fields = ("why", "=evidence")


@admin.register(ContactChange)
class ContactChangeAdmin(ReadingAdmin):
    list_display = ("contact", "field", "old", "new", "by_member", "origin", "at")
    list_filter = ("field", "business")
    list_select_related = ("contact", "by_member__user")
    search_fields = ("=origin", "=contact__last_name")


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadingAdmin):
    list_display = ("file_name", "business", "status", "rows_done", "rows_total", "created_by", "created_at")
    list_filter = ("status", "business")
    list_select_related = ("business", "created_by__user")
    search_fields = ("file_name",)


@admin.register(ImportRow)
class ImportRowAdmin(ReadingAdmin):
    list_display = ("id", "batch", "line", "outcome", "reason", "contact")
    list_filter = ("outcome", "business")
    list_select_related = ("batch", "contact")
    search_fields = ("reason",)


@admin.register(ImportFilePart)
class ImportFilePartAdmin(ReadingAdmin):
    list_display = ("batch", "number", "business")
    list_filter = ("business",)
    list_select_related = ("batch", "business")
    search_fields = ("batch__file_name",)
    exclude = ("data",)


@admin.register(ImportAddress)
class ImportAddressAdmin(ReadingAdmin):
    list_display = ("id", "batch", "line", "kind", "label", "line_type")
    list_filter = ("kind", "business")
    list_select_related = ("batch",)
    search_fields = ("=address_hash",)


@admin.register(ImportWrite)
class ImportWriteAdmin(ReadingAdmin):
    list_display = ("id", "batch", "line", "contact", "is_new", "undone")
    list_filter = ("is_new", "undone", "business")
    list_select_related = ("batch", "contact")
    search_fields = ("=contact__last_name",)


@admin.register(ImportMapping)
class ImportMappingAdmin(ReadingAdmin):
    list_display = ("file_name", "business", "kind", "used_at")
    list_filter = ("kind", "business")
    list_select_related = ("business",)
    search_fields = ("file_name",)


@admin.register(CustomField)
class CustomFieldAdmin(ReadingAdmin):
    list_display = ("label", "key", "kind", "business", "created_at")
    list_filter = ("kind", "business")
    list_select_related = ("business",)
    search_fields = ("label", "=key")


@admin.register(SavedSegment)
class SavedSegmentAdmin(ReadingAdmin):
    list_display = ("name", "business", "created_by", "updated_at")
    list_filter = ("business",)
    list_select_related = ("business", "created_by__user")
    search_fields = ("name",)


@admin.register(BulkChange)
class BulkChangeAdmin(ReadingAdmin):
    list_display = ("id", "action", "status", "total", "done", "business", "asked_by", "created_at")
    list_filter = ("action", "status", "business")
    list_select_related = ("business", "asked_by__user")
