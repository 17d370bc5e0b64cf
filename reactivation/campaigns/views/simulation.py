"""Playing a draft through on a moved clock, and looking at what would happen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from reactivation.campaigns import simulating
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.simulated import (
    OUTCOMES,
    Asked,
    compared_steps,
    list_simulated,
    newest_simulation,
    read_simulation,
)
from reactivation.campaigns.views.shared import CHECK, find_campaign, list_steps, say_problems, to_campaign
from reactivation.campaigns.writing import CampaignProblem


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def simulate(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show the newest simulation; POST asks for a new one. htmx asks for it alone until it is done."""
    campaign = find_campaign(request, campaign_id)
    if request.method == "POST":
        try:
            simulating.start_simulation(campaign, member=request.member, now=timezone.now())
        except CampaignProblem as problem:
            say_problems(request, problem)
        return to_campaign(campaign, "campaign_simulation")
    played = read_simulation(campaign, newest_simulation(campaign))
    context = {
        "campaign": campaign, "played": played, "steps": list_steps(campaign, CHECK),
        "may_play": campaign.state in (Campaign.State.DRAFT, Campaign.State.SCHEDULED),
    }  # fmt: skip
    return render(request, "campaigns/_simulation.html" if request.htmx else "campaigns/simulation.html", context)


@require_GET
@business_page(Capability.MANAGE_CAMPAIGNS)
def show_people(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """List who gets what and when, who not and why; or what one person gets."""
    campaign = find_campaign(request, campaign_id)
    asked = _read(request)
    context: dict[str, Any] = {
        "campaign": campaign,
        "asked": asked,
        "rows": [],
        "compared": compared_steps(campaign),
        "tabs": _tabs(request, campaign, asked),
    }
    newest = newest_simulation(campaign)
    if newest is not None:
        rows, following = list_simulated(campaign, newest, asked, after=_read_after(request.GET.get("after", "")))
        kept = _kept(asked)
        here = reverse("campaign_simulation_people", args=[request.business.slug, campaign.pk])
        context |= {"rows": rows, "simulation": newest}
        if following is not None:
            context["older"] = f"{here}?{urlencode({**kept, 'after': f'{following[0].isoformat()}_{following[1]}'})}"
    return render(request, "campaigns/simulation_people.html", context)


def _read(request: BusinessRequest) -> Asked:
    get = request.GET.get
    try:
        day = date.fromisoformat(get("day", ""))
    except ValueError:
        day = None
    hour = get("hour", "")
    return Asked(
        outcome=get("outcome", ""), reason=get("reason", "")[:40], day=day, sought=get("q", "")[:100],
        hour=int(hour) if hour in {str(number) for number in range(24)} else None,
    )  # fmt: skip


def _read_after(written: str) -> tuple[datetime, int] | None:
    moment, _, key = written.rpartition("_")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(key)) if at.tzinfo is not None and key.isascii() and key.isdigit() and len(key) < 19 else None


def _kept(asked: Asked) -> dict[str, str]:
    values = {
        "outcome": asked.outcome, "reason": asked.reason, "day": str(asked.day or ""),
        "hour": "" if asked.hour is None else str(asked.hour), "q": asked.sought,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value}


def _tabs(request: BusinessRequest, campaign: Campaign, asked: Asked) -> list[dict[str, Any]]:
    here = reverse("campaign_simulation_people", args=[request.business.slug, campaign.pk])
    kept = {name: value for name, value in _kept(asked).items() if name == "q"}
    return [
        {"label": label, "current": asked.outcome == value, "url": f"{here}?{urlencode({**kept, 'outcome': value})}"}
        for value, label in (("", "All"), *OUTCOMES)
    ]
