"""The list of campaigns, a campaign's report, and its pause, resume and stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from accounts.templatetags.statuses import describe_status
from reactivation.campaigns import services
from reactivation.campaigns.forms import PauseForm
from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.policy import mood_of
from reactivation.campaigns.selectors import Report, list_campaigns, list_recipients, report_of
from reactivation.campaigns.writing import CampaignProblem

MOST_LISTED = 100


def _campaign(request: BusinessRequest, campaign_id: int) -> Campaign:
    campaigns = Campaign.objects.for_business(request.business).select_related(
        "business", "account", "launched_by__user"
    )
    return get_object_or_404(campaigns, pk=campaign_id)


def _may_manage(request: BusinessRequest) -> bool:
    return may(request.member.role, Capability.MANAGE_CAMPAIGNS)


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    context = {"campaigns": list_campaigns(request.business)[:MOST_LISTED], "may_manage": _may_manage(request)}
    return render(request, "campaigns/list.html", context)


@require_GET
@business_page()
def show_report(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show a campaign's report; a draft goes on in the builder. htmx asks for the live figures alone."""
    campaign = _campaign(request, campaign_id)
    if campaign.state == Campaign.State.DRAFT and _may_manage(request):
        return redirect("campaign_audience", slug=request.business.slug, campaign_id=campaign.pk)
    context: dict[str, Any] = {"campaign": campaign, "report": report_of(campaign), "may_manage": _may_manage(request)}
    context["charts"] = _charts(context["report"])
    if request.htmx:
        return render(request, "campaigns/_figures.html", context)
    state, after = request.GET.get("state", ""), request.GET.get("after", "")
    people, older = list_recipients(campaign, state=state, after=int(after) if after.isdecimal() else 0)
    address = reverse("campaign", args=[request.business.slug, campaign.pk])
    context |= {
        "people": people,
        "tabs": [
            {"label": label, "url": f"{address}?state={value}#people", "current": value == state}
            for value, label in [("", "Everybody"), *Enrollment.State.choices]
        ],
        "older": f"{address}?state={state}&after={older}#people" if older else "",
        "pause_form": PauseForm(),
    }
    return render(request, "campaigns/report.html", context)


def _charts(report: Report) -> dict[str, Any]:
    tones = {"positive": "good", "neutral": "neutral", "negative": "bad"}
    return {
        "funnel": [
            ("In the audience", report.audience),
            ("Written to", report.written_to),
            ("Reached", report.reached),
            ("Replied", report.replied),
            ("Positive", report.positive),
        ],
        "intents": [
            (describe_status("intent", intent).label, count, tones[mood_of(intent)], str(count))
            for intent, count in report.intents
        ],
    }


def _act(
    request: BusinessRequest, campaign_id: int, action: Callable[..., Campaign], said: str, **options: Any
) -> HttpResponse:
    campaign = _campaign(request, campaign_id)
    try:
        action(campaign, member=request.member, now=timezone.now(), **options)
        messages.success(request, said)
    except CampaignProblem as problem:
        for sentence in problem.sentences:
            messages.error(request, sentence)
    return redirect("campaign", slug=request.business.slug, campaign_id=campaign.pk)


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def pause(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    form = PauseForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _act(
        request, campaign_id, services.pause, "The campaign is paused. Nothing more leaves until you resume.", why=why
    )


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def resume(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    return _act(request, campaign_id, services.resume, "The campaign goes on where it was.")


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def stop(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask once, by name, then end the campaign for good."""
    if request.method == "GET":
        return render(request, "campaigns/stop.html", {"campaign": _campaign(request, campaign_id)})
    return _act(request, campaign_id, services.stop, "The campaign is stopped. What was waiting is cancelled.")
