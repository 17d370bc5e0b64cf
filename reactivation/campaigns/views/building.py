"""Building a campaign: audience, texts, check, launch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.merge_fields import FIELDS, problems_of
from contacts.segments import audience_choices, find_audience, read_audience
from conversations import outbox
from reactivation.campaigns import services, writing
from reactivation.campaigns.composing import request_for
from reactivation.campaigns.forms import AudienceForm, StepFormSet
from reactivation.campaigns.models import Campaign, Enrollment, Step, Variant
from reactivation.campaigns.quick_check import check_campaign

STEPS = (("Audience", "campaign_audience"), ("Texts", "campaign_texts"), ("Check and launch", "campaign_check"))
FIRST_TEXT = (
    "Hi {{ first_name|there }}, it has been a while since we last helped you. Is there anything we can do for you?"
)


def _draft(request: BusinessRequest, campaign_id: int) -> Campaign:
    campaigns = Campaign.objects.for_business(request.business).select_related("business", "account")
    return get_object_or_404(campaigns, pk=campaign_id)


def _stepper(campaign: Campaign, current: int) -> list[dict[str, str]]:
    items = []
    for number, (label, name) in enumerate(STEPS):
        state = "done" if number < current else "current" if number == current else "todo"
        items.append({"label": label, "state": state, "url": reverse(name, args=[campaign.business.slug, campaign.pk])})
    return items


def _report(campaign: Campaign) -> HttpResponse:
    return redirect("campaign", slug=campaign.business.slug, campaign_id=campaign.pk)


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def start(request: BusinessRequest) -> HttpResponse:
    now = timezone.localtime()
    campaign = writing.create_campaign(
        request.business, member=request.member, name=f"Win back, {now:%B %Y}", now=timezone.now()
    )
    return redirect("campaign_audience", slug=request.business.slug, campaign_id=campaign.pk)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def choose_audience(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = _draft(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return _report(campaign)
    form = _audience_form(request, campaign, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        writing.set_audience(campaign, name=data["name"], audience=form.audience(), account=data["account"])
        return redirect("campaign_texts", slug=request.business.slug, campaign_id=campaign.pk)
    count = find_audience(request.business, read_audience(campaign.audience), now=timezone.now()).count()
    context = {"campaign": campaign, "form": form, "count": count, "steps": _stepper(campaign, 0)}
    return render(request, "campaigns/audience.html", context)


def _audience_form(request: BusinessRequest, campaign: Campaign, data: Any) -> AudienceForm:
    return AudienceForm(
        data,
        campaign=campaign,
        choices=audience_choices(request.business),
        accounts=services.sender_choices(request.business),
    )


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def count_audience(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Answer the live count while the conditions are being chosen; stores nothing."""
    form = _audience_form(request, _draft(request, campaign_id), request.POST)
    form.is_valid()
    count = None
    if "inactive_months" not in form.errors:
        count = find_audience(request.business, form.audience(), now=timezone.now()).count()
    return render(request, "campaigns/_count.html", {"count": count})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def write_texts(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = _draft(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return _report(campaign)
    formset: Any = StepFormSet(request.POST or None, initial=_written(campaign), prefix="step")
    if request.method == "POST" and formset.is_valid():
        try:
            writing.set_steps(campaign, steps=formset.drafts())
        except writing.CampaignProblem as problem:
            for sentence in problem.sentences:
                formset.non_form_errors().append(sentence)
        else:
            target = "campaign_texts" if "add" in request.POST else "campaign_check"
            return redirect(target, slug=request.business.slug, campaign_id=campaign.pk)
    first = formset.forms[0]["body"].value() or FIRST_TEXT
    context = {
        "campaign": campaign,
        "formset": formset,
        "merge_fields": FIELDS,
        "preview": _preview(campaign, str(first)),
        "steps": _stepper(campaign, 1),
    }
    return render(request, "campaigns/texts.html", context)


def _written(campaign: Campaign) -> list[dict[str, Any]]:
    initial = []
    for step in campaign.steps.prefetch_related("variants"):
        bodies = [variant.body for variant in step.variants.all()]
        initial.append(
            {"delay_days": step.delay_hours // 24, "body": bodies[0], "variant_b": bodies[1] if len(bodies) > 1 else ""}
        )
    return initial or [{"body": FIRST_TEXT}]


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def preview_text(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show a text as the phone of somebody in the audience will, while it is being written."""
    campaign = _draft(request, campaign_id)
    bodies = [value for key, value in request.POST.items() if key.endswith("-body")]
    body = str(request.POST.get("body") or (bodies[0] if bodies else ""))
    return render(request, "campaigns/_preview.html", {"preview": _preview(campaign, body)})


def _preview(campaign: Campaign, body: str) -> dict[str, Any]:
    """Compose the text for the first person of the audience, with every line that the rules will add."""
    problems = problems_of(body)
    audience = find_audience(campaign.business, read_audience(campaign.audience), now=timezone.now())
    contact = audience.filter(points__kind="phone").order_by("-last_dealing_at", "pk").first()
    if problems or contact is None or campaign.account is None or not body.strip():
        return {"problems": problems, "name": None}
    point = contact.points.filter(kind="phone").order_by("-is_primary", "pk").first()
    enrollment = Enrollment(pk=0, campaign=campaign, contact=contact, point=point)
    request = request_for(enrollment, Step(campaign=campaign, position=1), Variant(body=body))
    return {"problems": [], "name": contact.name, "text": outbox.preview_many([request], now=timezone.now())[0]}


@require_GET
@business_page(Capability.MANAGE_CAMPAIGNS)
def check(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = _draft(request, campaign_id)
    if campaign.state != Campaign.State.DRAFT:
        return _report(campaign)
    result = check_campaign(campaign, now=timezone.now())
    context = {"campaign": campaign, "check": result, "steps": _stepper(campaign, 2)}
    return render(request, "campaigns/check.html", context)


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def launch(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    campaign = _draft(request, campaign_id)
    try:
        services.launch(campaign, member=request.member, now=timezone.now())
    except writing.CampaignProblem as problem:
        for sentence in problem.sentences:
            messages.error(request, sentence)
        if campaign.state == Campaign.State.DRAFT:
            return redirect("campaign_check", slug=request.business.slug, campaign_id=campaign.pk)
    return _report(campaign)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def delete(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Ask once, by name, then remove a draft; what has been launched stays."""
    campaign = _draft(request, campaign_id)
    if request.method == "GET" and campaign.state == Campaign.State.DRAFT:
        return render(request, "campaigns/delete.html", {"campaign": campaign})
    try:
        writing.delete_draft(campaign)
    except writing.CampaignProblem as problem:
        messages.error(request, str(problem))
        return _report(campaign)
    messages.success(request, f"The draft “{campaign.name}” is deleted.")
    return redirect("campaigns", slug=request.business.slug)
