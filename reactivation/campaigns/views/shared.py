"""What the views of campaigns have in common: finding one, the steps of the builder, saying what is wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import BusinessRequest
from accounts.policy import Capability, may
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.writing import CampaignProblem

STEPS = (
    ("Audience", "campaign_audience"),
    ("Texts", "campaign_texts"),
    ("Schedule", "campaign_schedule"),
    ("Check and launch", "campaign_check"),
)
AUDIENCE, TEXTS, SCHEDULE, CHECK = range(4)


def find_campaign(request: BusinessRequest, campaign_id: int) -> Campaign:
    """Return a campaign of this business; 404 where there is none."""
    campaigns = Campaign.objects.for_business(request.business).select_related("account", "launched_by__user")
    campaign = get_object_or_404(campaigns, pk=campaign_id)
    # The request knows its business already: no second query for it.
    campaign.business = request.business
    return campaign


def may_manage(request: BusinessRequest) -> bool:
    """Say whether this member may change campaigns."""
    return may(request.member.role, Capability.MANAGE_CAMPAIGNS)


def list_steps(campaign: Campaign, current: int) -> list[dict[str, str]]:
    """Return the builder's steps for the stepper."""
    items = []
    for number, (label, name) in enumerate(STEPS):
        state = "done" if number < current else "current" if number == current else "todo"
        items.append({"label": label, "state": state, "url": reverse(name, args=[campaign.business.slug, campaign.pk])})
    return items


def to_campaign(campaign: Campaign, page: str = "campaign") -> HttpResponse:
    """Lead to a page of a campaign; without a name to the campaign itself."""
    return redirect(page, slug=campaign.business.slug, campaign_id=campaign.pk)


def say_problems(request: BusinessRequest, problem: CampaignProblem) -> None:
    """Say each sentence above the next page."""
    for sentence in problem.sentences:
        messages.error(request, sentence)


def read_key(text: str) -> int:
    """Return a number out of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
