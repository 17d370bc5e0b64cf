"""The admin of conversations: evidence and threads are read; senders and switches change through services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import admin as accounts_admin
from accounts.admin import ReadingAdmin, describe_fields
from accounts.models import Business
from conversations import outbox, senders
from conversations.approved_copy import seed_copy
from conversations.models import (
    ApprovedCopy,
    ChannelAccount,
    Clearance,
    ClearanceDetail,
    Conversation,
    DeliveryAttempt,
    DeliveryEvent,
    Handoff,
    InstanceState,
    Message,
    MessageWords,
    Note,
    Reservation,
    Seal,
    SenderBudget,
    Switch,
    Triage,
    UnsealedClearance,
    WorkerHeartbeat,
)

admin.site.unregister(Business)


@admin.register(Business)
class BusinessAdmin(accounts_admin.BusinessAdmin):
    """What this floor can do to a business: stop its sending, let it go on, and give a new one its words."""

    actions: tuple[str, ...] = ("stop_sending", "resume_sending")

    @admin.action(description="Stop all sending of these businesses", permissions=["operate"])
    def stop_sending(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            outbox.set_switch(
                scope="business", business=business, reason="Stopped by the agency.", now=timezone.now()
            )  # fmt: skip
        self.message_user(request, "Nothing leaves from these businesses now. What waits is not lost.")

    @admin.action(description="Let these businesses send again", permissions=["operate"])
    def resume_sending(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            outbox.lift_switch(scope="business", business=business, now=timezone.now())
        self.message_user(request, "These businesses send again.")

    def save_model(self, request: HttpRequest, obj: Business, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and obj.pk:
            seed_copy(obj, now=timezone.now())


@admin.register(ChannelAccount)
class ChannelAccountAdmin(ReadingAdmin):
    """Senders. Credentials and the secret part of the webhook address are on no page."""

    list_display = ("sender", "label", "business", "provider", "kind", "registration", "is_active", "checked_at")
    list_filter = ("provider", "kind", "registration", "is_active", "business")
    list_select_related = ("business",)
    search_fields = ("sender", "label", "business__name")
    fields = (*describe_fields(ChannelAccount, "credentials", "webhook_key"),)
    actions = ("ask_for_check", "switch_off", "switch_on")

    @admin.action(description="Have a worker check these senders", permissions=["operate"])
    def ask_for_check(self, request: HttpRequest, queryset: QuerySet[ChannelAccount]) -> None:
        for account in queryset:
            senders.ask_for_check(account, now=timezone.now())
        self.message_user(request, "A worker asks the provider now; the answer stands on each sender.")

    @admin.action(description="Switch these senders off", permissions=["operate"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[ChannelAccount]) -> None:
        for account in queryset.select_related("business"):
            reason = "Switched off by the agency."
            senders.switch_sender(account, on=False, member=None, now=timezone.now(), reason=reason)
        self.message_user(request, "Nothing leaves by these senders now. What waits is not lost.")

    @admin.action(description="Switch these senders on again", permissions=["operate"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[ChannelAccount]) -> None:
        for account in queryset.select_related("business"):
            senders.switch_sender(account, on=True, member=None, now=timezone.now())
        self.message_user(request, "Texts leave by these senders again.")


@admin.register(Switch)
class SwitchAdmin(ReadingAdmin):
    list_display = ("scope", "business", "key", "reason", "by_member", "since")
    list_filter = ("scope", "business")
    list_select_related = ("business", "by_member__user")
    search_fields = ("key", "reason")
    actions = ("lift",)

    @admin.action(description="End these stops", permissions=["operate"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Switch]) -> None:
        for row in queryset.select_related("business"):
            if row.scope in (Switch.Scope.ORIGIN, Switch.Scope.CONTACT):
                text = f"“{row}” was set by a campaign or in a conversation. End it there."
                self.message_user(request, text, messages.WARNING)
                continue
            outbox.lift_switch(scope=row.scope, business=row.business, key=row.key, now=timezone.now())
            self.message_user(request, f"“{row}” has ended.")


@admin.register(Conversation)
class ConversationAdmin(ReadingAdmin):
    list_display = ("id", "contact", "business", "state", "bot", "assigned_to", "needs_you", "hot", "last_message_at")
    list_filter = ("state", "bot", "needs_you", "hot", "business")
    list_select_related = ("contact", "business", "assigned_to__user")
    search_fields = ("contact__first_name", "contact__last_name")


@admin.register(Message)
class MessageAdmin(ReadingAdmin):
    list_display = (
        "uid",
        "business",
        "direction",
        "author",
        "purpose",
        "status",
        "status_reason",
        "due_at",
        "created_at",
    )
    list_filter = ("direction", "status", "purpose", "author", "channel", "business")
    list_select_related = ("business",)
    search_fields = ("=provider_id", "=origin", "=address")


@admin.register(Reservation)
class ReservationAdmin(ReadingAdmin):
    list_display = ("reason_key", "business", "message", "created_at")
    list_filter = ("business",)
    list_select_related = ("business", "message")
    search_fields = ("=reason_key", "=address_hash")


@admin.register(DeliveryAttempt)
class DeliveryAttemptAdmin(ReadingAdmin):
    list_display = ("message", "number", "outcome", "error_code", "business", "started_at", "finished_at")
    list_filter = ("outcome", "business")
    list_select_related = ("message", "business")
    search_fields = ("=error_code", "=message__provider_id")


@admin.register(DeliveryEvent)
class DeliveryEventAdmin(ReadingAdmin):
    list_display = ("id", "account", "status", "raw_status", "error_code", "received_at", "applied_at")
    list_filter = ("status", ("applied_at", admin.EmptyFieldListFilter))
    list_select_related = ("account",)
    search_fields = ("=provider_id", "=error_code")


@admin.register(Clearance)
class ClearanceAdmin(ReadingAdmin):
    list_display = ("id", "business", "message", "stage", "verdict", "purpose", "rules_version", "decided_at")
    list_filter = ("verdict", "stage", "purpose", "business")
    list_select_related = ("business", "message")
    search_fields = ("=content_hash", "=message__provider_id")


@admin.register(ClearanceDetail)
class ClearanceDetailAdmin(ReadingAdmin):
    list_display = ("clearance", "business", "erased_at", "erased_by", "erased_why")
    list_filter = (("erased_at", admin.EmptyFieldListFilter), "business")
    list_select_related = ("clearance", "business")
    search_fields = ("=clearance__content_hash",)


@admin.register(UnsealedClearance)
class UnsealedClearanceAdmin(ReadingAdmin):
    list_display = ("clearance", "business_id")
    list_select_related = ("clearance",)


@admin.register(Seal)
class SealAdmin(ReadingAdmin):
    list_display = ("number", "business", "count", "sealed_at", "key_id", "merkle_root")
    list_filter = ("business",)
    list_select_related = ("business",)
    search_fields = ("=merkle_root",)


@admin.register(Triage)
class TriageAdmin(ReadingAdmin):
    list_display = ("message", "intent", "confidence", "corrected_intent", "engine", "business", "created_at")
    list_filter = ("intent", "engine", "business")
    list_select_related = ("message", "business")
    search_fields = ("why",)


@admin.register(Handoff)
class HandoffAdmin(ReadingAdmin):
    list_display = ("id", "business", "reason", "priority", "state", "assigned_to", "opened_at", "due_at")
    list_filter = ("state", "priority", "reason", "business")
    list_select_related = ("business", "assigned_to__user")
    search_fields = ("reason",)


@admin.register(Note)
class NoteAdmin(ReadingAdmin):
    list_display = ("id", "conversation", "by_member", "business", "created_at")
    list_filter = ("business",)
    list_select_related = ("conversation", "by_member__user", "business")
    search_fields = ("body",)


@admin.register(ApprovedCopy)
class ApprovedCopyAdmin(ReadingAdmin):
    list_display = ("key", "language", "channel", "version", "is_current", "business", "by_member", "created_at")
    list_filter = ("is_current", "language", "key", "business")
    list_select_related = ("business", "by_member__user")
    search_fields = ("key", "text")


@admin.register(SenderBudget)
class SenderBudgetAdmin(ReadingAdmin):
    list_display = ("account", "used_until", "campaign_used_until")
    list_select_related = ("account",)


@admin.register(InstanceState)
class InstanceStateAdmin(ReadingAdmin):
    """The mark itself is shown to nobody: whoever copies it beside a copied database makes that one send."""

    list_display = ("__str__", "sending_off_since", "sending_off_why")
    fields = ("sending_off_since", "sending_off_why")


@admin.register(WorkerHeartbeat)
class WorkerHeartbeatAdmin(ReadingAdmin):
    list_display = ("part", "beat_at")


@admin.register(MessageWords)
class MessageWordsAdmin(ReadingAdmin):
    list_display = ("message", "business")
    list_select_related = ("message", "business")
    fields = ("message", "business")
