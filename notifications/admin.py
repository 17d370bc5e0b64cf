"""The admin of notifications: to be read."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadingAdmin
from notifications.models import Notification


@admin.register(Notification)
class NotificationAdmin(ReadingAdmin):
    list_display = ("title", "member", "business", "kind", "created_at", "read_at")
    list_filter = ("kind", ("read_at", admin.EmptyFieldListFilter), "business")
    list_select_related = ("member__user", "business")
    search_fields = ("title", "=dedupe_key")
