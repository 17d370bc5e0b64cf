"""The list of campaigns, and what one does with a whole one there: copy, put away, bring back, delete a draft."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from reactivation.campaigns import services, writing
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.listing import FILTERS, list_page
from reactivation.campaigns.views.shared import find_campaign, may_manage, read_key, say_problems, to_campaign


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    which = request.GET.get("show", "")
    which = which if which in FILTERS else ""
    before = read_key(request.GET.get("before", "")) or None
    rows, following = list_page(request.business, which=which, before=before, now=timezone.now())
    here = reverse("campaigns", args=[request.business.slug])
    tabs = [
        {"label": label, "url": f"{here}?show={name}" if name else here, "current": name == which}
        for name, (label, _) in FILTERS.items()
    ]
    older = f"{here}?{urlencode({'show': which, 'before': following})}" if following else ""
    context = {"rows": rows, "tabs": tabs, "which": which, "older": older, "may_manage": may_manage(request)}
    return render(request, "campaigns/list.html", context)


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def copy(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    made = writing.copy_campaign(find_campaign(request, campaign_id), member=request.member, now=timezone.now())
    messages.success(request, f"This is “{made.name}”: the same audience and texts, and nobody has got anything of it.")
    return to_campaign(made, "campaign_audience")


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def archive(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Put a campaign away, or with `back` in the form bring it back into the list."""
    campaign, is_back = find_campaign(request, campaign_id), "back" in request.POST
    act = services.unarchive if is_back else services.archive
    try:
        act(campaign, member=request.member, now=timezone.now())
    except writing.CampaignProblem as problem:
        say_problems(request, problem)
        return to_campaign(campaign)
    words = "is back in the list" if is_back else "is put away. You find it under Archived"
    messages.success(request, f"“{campaign.name}” {words}.")
    return redirect("campaigns", slug=request.business.slug)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def delete(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask once, by name, then remove a draft; what has been launched stays."""
    campaign = find_campaign(request, campaign_id)
    if request.method == "GET" and campaign.state == Campaign.State.DRAFT:
        return render(request, "campaigns/delete.html", {"campaign": campaign})
    try:
        writing.delete_draft(campaign)
    except writing.CampaignProblem as problem:
        messages.error(request, str(problem))
        return to_campaign(campaign)
    messages.success(request, f"The draft “{campaign.name}” is deleted.")
    return redirect("campaigns", slug=request.business.slug)
