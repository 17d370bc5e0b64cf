"""The admin of campaigns, and what this floor can do to a business: change its plan."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin import ReadingAdmin
from accounts.models import Business
from conversations import admin as conversations_admin
from reactivation.campaigns.models import (
    Campaign,
    CampaignCheck,
    CheckFinding,
    CheckPart,
    Enrollment,
    SimulatedStep,
    Simulation,
    Step,
    StepMessage,
    StepSkip,
    Variant,
)
from reactivation.campaigns.plans import change_plan
from reactivation.campaigns.reporting.models import SentText, Tally
from reactivation.campaigns.services import pause
from reactivation.campaigns.writing import CampaignProblem

admin.site.unregister(Business)


@admin.register(Business)
class BusinessAdmin(conversations_admin.BusinessAdmin):
    actions = (*conversations_admin.BusinessAdmin.actions, "move_to_starter", "move_to_growth")

    @admin.action(description="Put on the Starter plan (pauses running campaigns)", permissions=["operate"])
    def move_to_starter(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            paused = change_plan(business, plan=Business.Plan.STARTER, now=timezone.now())
            names = ", ".join(f"“{campaign.name}”" for campaign in paused)
            text = f" Paused, because Starter has no campaigns: {names}." if names else " No campaign was running."
            self.message_user(request, f"{business} is on Starter.{text}")

    @admin.action(description="Put on the Growth plan", permissions=["operate"])
    def move_to_growth(self, request: HttpRequest, queryset: QuerySet[Business]) -> None:
        for business in queryset:
            change_plan(business, plan=Business.Plan.GROWTH, now=timezone.now())
            self.message_user(request, f"{business} is on Growth. Paused campaigns wait until somebody resumes them.")


@admin.register(Campaign)
class CampaignAdmin(ReadingAdmin):
    list_display = ("name", "business", "state", "account", "launched_at", "paused_why", "finished_at")
    list_filter = ("state", "business")
    list_select_related = ("business", "account")
    search_fields = ("name", "business__name")
    actions = ("pause",)

    @admin.action(description="Pause these campaigns", permissions=["operate"])
    def pause(self, request: HttpRequest, queryset: QuerySet[Campaign]) -> None:
        for campaign in queryset:
            try:
                pause(campaign, member=None, why="Paused by the agency.", now=timezone.now())
            except CampaignProblem as problem:
                self.message_user(request, f"“{campaign}”: {problem}", messages.WARNING)
            else:
                self.message_user(request, f"“{campaign}” is paused.")


@admin.register(Step)
class StepAdmin(ReadingAdmin):
    list_display = ("campaign", "position", "channel", "delay_hours", "business")
    list_filter = ("business",)
    list_select_related = ("campaign", "business")
    search_fields = ("campaign__name",)


@admin.register(Variant)
class VariantAdmin(ReadingAdmin):
    list_display = ("step", "label", "body", "business")
    list_filter = ("business",)
    list_select_related = ("step", "business")
    search_fields = ("body", "step__campaign__name")


@admin.register(Enrollment)
class EnrollmentAdmin(ReadingAdmin):
    list_display = ("id", "campaign", "contact", "state", "reason", "reply_intent", "next_due_at", "business")
    list_filter = ("state", "reason", "business")
    list_select_related = ("campaign", "contact", "business")
    search_fields = ("campaign__name", "contact__last_name")


@admin.register(StepMessage)
class StepMessageAdmin(ReadingAdmin):
    list_display = ("id", "enrollment", "step", "variant", "message", "business")
    list_filter = ("business",)
    list_select_related = ("enrollment", "step", "variant", "message", "business")
    search_fields = ("=message__provider_id",)


@admin.register(StepSkip)
class StepSkipAdmin(ReadingAdmin):
    list_display = ("id", "enrollment", "step", "due_at", "skipped_at", "why", "business")
    list_filter = ("business",)
    list_select_related = ("enrollment", "step", "business")
    search_fields = ("why",)


@admin.register(CampaignCheck)
class CampaignCheckAdmin(ReadingAdmin):
    list_display = ("id", "campaign", "state", "done", "total", "started_at", "finished_at", "business")
    list_filter = ("state", "business")
    list_select_related = ("campaign", "business")
    search_fields = ("campaign__name",)


@admin.register(CheckPart)
class CheckPartAdmin(ReadingAdmin):
    list_display = ("id", "check_run", "business")
    list_filter = ("business",)
    list_select_related = ("check_run", "business")
    search_fields = ("=check_run__id",)


@admin.register(CheckFinding)
class CheckFindingAdmin(ReadingAdmin):
    list_display = ("id", "check_run", "contact", "reason", "business")
    list_filter = ("reason", "business")
    list_select_related = ("check_run", "contact", "business")
    search_fields = ("=reason",)


@admin.register(Simulation)
class SimulationAdmin(ReadingAdmin):
    list_display = ("id", "campaign", "state", "starts_at", "people", "total", "finished_at", "business")
    list_filter = ("state", "business")
    list_select_related = ("campaign", "business")
    search_fields = ("campaign__name",)


@admin.register(SimulatedStep)
class SimulatedStepAdmin(ReadingAdmin):
    list_display = ("id", "simulation", "contact", "position", "outcome", "due_at", "at", "business")
    list_filter = ("outcome", "business")
    list_select_related = ("simulation", "contact", "business")
    search_fields = ("=reason",)


@admin.register(SentText)
class SentTextAdmin(ReadingAdmin):
    list_display = ("id", "campaign", "variant", "left_at", "segments", "failed", "proven", "business")
    list_filter = ("failed", "proven", "business")
    list_select_related = ("campaign", "variant", "business")
    search_fields = ("=message__provider_id",)


@admin.register(Tally)
class TallyAdmin(ReadingAdmin):
    list_display = ("id", "campaign", "variant", "slot", "texts", "failed", "people", "reached", "business")
    list_filter = ("business",)
    list_select_related = ("campaign", "variant", "business")
    search_fields = ("campaign__name",)
