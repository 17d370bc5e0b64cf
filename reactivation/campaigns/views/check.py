"""Checking a draft in the background, and launching it as it was checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.clock import say_local_time
from accounts.policy import Capability
from reactivation.campaigns import checking, drafting, services
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.checked import list_left_out, read_check, sentences_of
from reactivation.campaigns.showing.estimating import say_release, say_window
from reactivation.campaigns.views.shared import (
    CHECK,
    find_campaign,
    list_steps,
    read_key,
    say_problems,
    to_campaign,
)
from reactivation.campaigns.writing import CampaignProblem, drafts_of


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def check(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show the newest check; POST asks for a new one. htmx asks for the state alone until it is done."""
    campaign = find_campaign(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return to_campaign(campaign)
    if request.method == "POST":
        try:
            checking.start_check(campaign, member=request.member, now=timezone.now())
        except CampaignProblem as problem:
            say_problems(request, problem)
        return to_campaign(campaign, "campaign_check")
    context = _look(campaign) | {"steps": list_steps(campaign, CHECK)}
    return render(request, "campaigns/_check.html" if request.htmx else "campaigns/check.html", context)


def _look(campaign: Campaign) -> dict[str, Any]:
    """Return everything that decides about a launch: what is wrong with the draft, the check, the plan in words."""
    newest = drafting.newest_check(campaign)
    result = read_check(campaign, newest)
    problems = services.problems_before_launch(campaign)
    stale = [] if problems else drafting.problems_of_check(campaign, newest)
    people = result.allowed if result else 0
    return {
        "campaign": campaign, "result": result, "problems": problems, "stale": stale,
        "may_launch": not problems and not stale, "drafts": drafts_of(campaign),
        "window": say_window(campaign.window or {}),
        "release": say_release(people, per_day=campaign.daily_limit, window=campaign.window or {}),
    }  # fmt: skip


@require_GET
@business_page(Capability.MANAGE_CAMPAIGNS)
def show_left_out(request: BusinessRequest, campaign_id: int, reason: str) -> HttpResponse:
    """List those whom the newest check leaves out for one reason."""
    campaign = find_campaign(request, campaign_id)
    newest = drafting.newest_check(campaign)
    context: dict[str, Any] = {"campaign": campaign, "people": [], "sentence": "Nobody is left out for this reason."}
    if newest is not None:
        people, following = list_left_out(newest, reason, after=read_key(request.GET.get("after", "")))
        here = reverse("campaign_check_left_out", args=[request.business.slug, campaign.pk, reason])
        context |= {"people": people, "older": f"{here}?after={following}" if following else ""}
        if people:
            context["sentence"] = sentences_of(newest, [reason])[reason]
            context["total"] = newest.counts.get("left_out", {}).get(reason, 0)
    return render(request, "campaigns/left_out.html", context)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def launch(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask once, by name: how many, when, what it costs, who vouches for the words. Then launch or schedule."""
    campaign = find_campaign(request, campaign_id)
    if request.method == "GET":
        if campaign.state != Campaign.State.DRAFT:
            return to_campaign(campaign)
        return render(request, "campaigns/launch.html", _look(campaign))
    try:
        row = drafting.launch_checked(campaign, member=request.member, now=timezone.now())
    except CampaignProblem as problem:
        say_problems(request, problem)
        return to_campaign(campaign, "campaign_check" if campaign.state == Campaign.State.DRAFT else "campaign")
    if row.state == Campaign.State.SCHEDULED and row.starts_at is not None:
        messages.success(request, f"“{row.name}” starts {say_local_time(row.starts_at, 'coming')}.")
    else:
        messages.success(request, f"“{row.name}” is launched.")
    return to_campaign(campaign)
