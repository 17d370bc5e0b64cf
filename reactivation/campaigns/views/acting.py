"""What one does with a campaign that is under way: pause, resume, stop, take texts back; and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from reactivation.campaigns import services
from reactivation.campaigns.forms import PauseForm, RecallForm
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.recalling import recall as recall_texts
from reactivation.campaigns.showing.progress import Recallable, read_progress, read_unsent
from reactivation.campaigns.views.shared import find_campaign, say_problems, to_campaign
from reactivation.campaigns.writing import CampaignProblem

UNDER_WAY = (Campaign.State.RUNNING, Campaign.State.PAUSED)


def _act(
    request: BusinessRequest, campaign_id: int, action: Callable[..., Campaign], said: str, **options: Any
) -> HttpResponse:
    campaign = find_campaign(request, campaign_id)
    try:
        action(campaign, member=request.member, now=timezone.now(), **options)
        messages.success(request, said)
    except CampaignProblem as problem:
        say_problems(request, problem)
    return to_campaign(campaign)


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


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def unschedule(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    return _act(request, campaign_id, services.unschedule, "The campaign is a draft again and starts when you say so.")


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def stop(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask once, by name, then end the campaign for good."""
    if request.method == "GET":
        campaign = find_campaign(request, campaign_id)
        return render(request, "campaigns/stop.html", {"campaign": campaign, "unsent": read_unsent(campaign)})
    return _act(request, campaign_id, services.stop, "The campaign is stopped. What was waiting is cancelled.")


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def recall(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask which unsent texts are taken back; say how many that were and how many had already left."""
    campaign = find_campaign(request, campaign_id)
    unsent = read_unsent(campaign)
    form = RecallForm(request.POST if request.method == "POST" else None, choices=_choices(unsent))
    if request.method == "POST" and form.is_valid():
        try:
            taken = recall_texts(
                campaign, member=request.member, position=form.cleaned_data["position"], now=timezone.now()
            )
        except CampaignProblem as problem:
            say_problems(request, problem)
        else:
            messages.success(request, taken.sentence)
        return to_campaign(campaign)
    if campaign.state not in UNDER_WAY:
        return to_campaign(campaign)
    return render(request, "campaigns/recall.html", {"campaign": campaign, "form": form, "unsent": unsent})


def _choices(unsent: Recallable) -> list[tuple[str, str]]:
    every = f"Everything that waits ({unsent.waiting:,} waiting, {unsent.left:,} already left)"
    each = [
        (str(row.step.position), f"Text {row.step.position} ({row.waiting:,} waiting, {row.left:,} already left)")
        for row in unsent.steps
        if row.step.recalled_at is None
    ]
    return [("", every), *each]


@require_GET
@business_page()
def show_progress(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show how far a campaign is: htmx asks for it while it is under way."""
    campaign = find_campaign(request, campaign_id)
    return render(request, "campaigns/_progress.html", {"campaign": campaign, "progress": read_progress(campaign)})
