"""The settings that belong to the business itself, and the overview of all sections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.forms import BusinessForm, HoursForm
from accounts.models import Business, Holiday
from accounts.policy import Capability
from accounts.services import edit_business, set_hours

# Sections of other apps are named by their URL: a string, not an import.
SECTIONS = (
    ("settings_business", "Business", "building-2", "Name, address, time zone, caps."),
    ("settings_hours", "Hours", "clock", "When you are open, and the days you are closed."),
    ("settings_team", "Team", "users", "Who works with you here, and what each of them may do."),
    ("settings_channels", "Channels", "smartphone", "The numbers your texts come from."),
    ("settings_fields", "Fields", "list-plus", "Fields of your own on each contact, such as roof age."),
    ("settings_copy", "Answers", "message-square-text", "What the assistant may say, in your words."),
)


@require_GET
@business_page(Capability.MANAGE_SETTINGS)
def show_sections(request: BusinessRequest) -> HttpResponse:
    return render(request, "settings/sections.html", {"sections": SECTIONS})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def edit_details(request: BusinessRequest) -> HttpResponse:
    form = BusinessForm(request.POST or None, instance=Business.objects.get(pk=request.business.pk))
    if request.method == "POST" and form.is_valid():
        edit_business(request.business, values=form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("settings_business", slug=request.business.slug)
    return render(request, "settings/business.html", {"form": form})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def edit_hours(request: BusinessRequest) -> HttpResponse:
    closed = dict(Holiday.objects.for_business(request.business).values_list("date", "name"))
    form = HoursForm(request.POST or None, business=request.business, closed=closed)
    if request.method == "POST" and form.is_valid():
        set_hours(request.business, hours=form.hours(), holidays=form.cleaned_data["holidays"])
        messages.success(request, "Your hours are saved.")
        return redirect("settings_hours", slug=request.business.slug)
    return render(request, "settings/hours.html", {"form": form})
