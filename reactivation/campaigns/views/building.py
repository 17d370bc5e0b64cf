"""Building a campaign: who it is for, what it says, when it leaves. Each page keeps what it shows by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.forms_conditions import ConditionsForm
from contacts.segments import (
    AudienceProblem,
    Conditions,
    count_audience,
    describe_conditions,
    read_conditions,
    read_segment,
)
from reactivation.campaigns import checking, drafting, writing
from reactivation.campaigns.forms import AudienceForm, ScheduleForm, SegmentForm
from reactivation.campaigns.models import Campaign
from reactivation.campaigns.showing.estimating import say_release
from reactivation.campaigns.views.shared import AUDIENCE, SCHEDULE, find_campaign, list_steps, to_campaign
from reactivation.campaigns.writing import CampaignProblem

both_methods = require_http_methods(["GET", "POST"])


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def start(request: BusinessRequest) -> HttpResponse:
    now = timezone.localtime()
    campaign = writing.create_campaign(
        request.business, member=request.member, name=f"Win back, {now:%B %Y}", now=timezone.now()
    )
    return redirect("campaign_audience", slug=request.business.slug, campaign_id=campaign.pk)


@both_methods
@business_page(Capability.MANAGE_CAMPAIGNS)
def choose_audience(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = find_campaign(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return to_campaign(campaign)
    data = request.POST if request.method == "POST" else None
    form = AudienceForm(data, campaign=campaign)
    segments = SegmentForm(data, business=request.business, initial={"segment": campaign.segment_id})
    conditions, problem = _conditions(campaign, data)
    taken = _take_segment(request, campaign, segments) if data is not None else None
    if taken is not None:
        conditions, problem = taken[0] or conditions, taken[1]
    elif data is not None and not conditions.pressed and form.is_valid() & conditions.is_valid():
        try:
            drafting.save_audience(
                campaign, conditions=conditions.conditions, segment=segments.cleaned_data.get("segment"),
                **form.cleaned_data,
            )  # fmt: skip
        except CampaignProblem as refused:
            form.add_error(None, refused.sentences)
        else:
            return to_campaign(campaign, "campaign_texts")
    is_unfinished = data is not None and (conditions.pressed or taken is not None)
    context = {
        "campaign": campaign, "form": _unjudged(form) if is_unfinished else form, "segments": segments,
        "conditions": conditions, "problem": problem, "steps": list_steps(campaign, AUDIENCE),
        **count_people(request, conditions),
    }  # fmt: skip
    return render(request, "campaigns/audience.html", context)


def _unjudged(form: AudienceForm) -> AudienceForm:
    """Nobody has tried to save: what is typed stays, and nothing is called wrong yet."""
    form.full_clean()
    form.errors.clear()
    return form


def _conditions(campaign: Campaign, data: Any) -> tuple[ConditionsForm, str]:
    kept, problem = Conditions(), ""
    try:
        kept = read_conditions(campaign.audience)
    except AudienceProblem as refused:
        problem = f"What was kept can no longer be read. {refused} Choose the audience anew."
    return ConditionsForm(data, business=campaign.business, conditions=kept), problem


def _take_segment(
    request: BusinessRequest, campaign: Campaign, segments: SegmentForm
) -> tuple[ConditionsForm | None, str] | None:
    """Return the rows of a saved segment where one is asked for, or was chosen and not looked at yet.

    Where it cannot be read: no rows, and the sentence that says so.
    """
    if not segments.is_valid():
        return None
    segment, was = segments.cleaned_data["segment"], request.POST.get("segment_was", "")
    if segment is None or ("use" not in request.POST and str(segment.pk) == was):
        return None
    if "use" not in request.POST and request.POST.get("c-do"):
        return None
    try:
        return ConditionsForm(None, business=request.business, conditions=read_segment(segment)), ""
    except AudienceProblem as refused:
        return None, f"This segment can no longer be read. {refused}"


def count_people(request: BusinessRequest, form: ConditionsForm) -> dict[str, Any]:
    """Return what the live count shows of the rows: the number, or the sentence that says why there is none."""
    if not form.is_valid():
        return {"count": None, "count_problem": form.error}
    try:
        count = count_audience(request.business, form.conditions, now=timezone.now())
        return {"count": count, "count_words": describe_conditions(request.business, form.conditions)}
    except AudienceProblem as problem:
        return {"count": None, "count_problem": str(problem)}


@both_methods
@business_page(Capability.MANAGE_CAMPAIGNS)
def plan(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Choose when texts leave, what ends somebody's way, and what counts; the check starts when it is kept."""
    campaign = find_campaign(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return to_campaign(campaign)
    form = ScheduleForm(request.POST or None, campaign=campaign, now=timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            drafting.save_schedule(campaign, **form.values())
        except CampaignProblem as refused:
            form.add_error(None, refused.sentences)
        else:
            return _start_check(request, campaign)
    context = {
        "campaign": campaign, "form": form, "steps": list_steps(campaign, SCHEDULE),
        "release": _release(campaign, limit=campaign.daily_limit, window=campaign.window or {}),
    }  # fmt: skip
    return render(request, "campaigns/schedule.html", context)


def _start_check(request: BusinessRequest, campaign: Campaign) -> HttpResponse:
    newest = drafting.newest_check(campaign)
    if drafting.problems_of_check(campaign, newest) not in ([], [drafting.NOBODY_LEFT]):
        try:
            checking.start_check(campaign, member=request.member, now=timezone.now())
        except CampaignProblem as problem:
            messages.error(request, str(problem))
    return to_campaign(campaign, "campaign_check")


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def estimate(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Say how long the release takes with what is typed now; stores nothing."""
    campaign = find_campaign(request, campaign_id)
    form = ScheduleForm(request.POST, campaign=campaign, now=timezone.now())
    form.is_valid()
    release = _release(campaign, limit=form.cleaned_data.get("daily_limit"), window=form.window)
    return render(request, "campaigns/_release.html", {"release": release})


def _release(campaign: Campaign, *, limit: int | None, window: dict[str, Any]) -> str:
    check = drafting.newest_check(campaign)
    people = check.counts.get("allowed", 0) if check and not drafting.problems_of_check(campaign, check) else 0
    try:
        people = (
            people or count_audience(campaign.business, read_conditions(campaign.audience), now=timezone.now()).number
        )
    except AudienceProblem as problem:
        return str(problem)
    return say_release(people, per_day=limit, window=window)
