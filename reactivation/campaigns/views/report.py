"""A campaign's report, the people behind its figures, and both as CSV."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from reactivation.campaigns.charts import draw_report
from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.reporting.building import build_report
from reactivation.campaigns.reporting.export import figures_csv, recipients_csv
from reactivation.campaigns.reporting.intervals import RULE
from reactivation.campaigns.reporting.recipients import SHOWS, Shown, list_recipients

# Figures of a large campaign take longer to add up, and nobody sees them change by the second.
LARGE = 5000
LIVE = (Campaign.State.RUNNING, Campaign.State.PAUSED)


def _campaign(request: BusinessRequest, campaign_id: int) -> Campaign:
    rows = Campaign.objects.for_business(request.business).select_related("business", "account", "launched_by__user")
    return get_object_or_404(rows, pk=campaign_id)


@require_GET
@business_page()
def show_report(request: BusinessRequest, campaign_id: int) -> HttpResponse:
    """Show a campaign's report; a draft goes on in the builder. htmx asks for the live figures alone."""
    campaign = _campaign(request, campaign_id)
    may_manage = may(request.member.role, Capability.MANAGE_CAMPAIGNS)
    if campaign.state == Campaign.State.DRAFT and may_manage:
        return redirect("campaign_audience", slug=request.business.slug, campaign_id=campaign.pk)
    context = _figures(request, campaign) | {"may_manage": may_manage}
    if request.htmx:
        return render(request, "campaigns/_figures.html", context)
    return render(request, "campaigns/report.html", context | _people(request, campaign))


def _figures(request: BusinessRequest, campaign: Campaign) -> dict[str, Any]:
    report = build_report(campaign, now=timezone.now())
    address = reverse("campaign", args=[request.business.slug, campaign.pk])

    def link(**shown: Any) -> str:
        return f"{address}?{Shown(**shown).address()}#people"

    return {
        "campaign": campaign,
        "report": report,
        "charts": draw_report(report, link),
        "open": {show: link(show=show) for show in SHOWS if show},
        "address": address,
        "rule": RULE,
        "seconds": (10 if report.audience > LARGE else 2) if campaign.state in LIVE else 0,
    }


def _people(request: BusinessRequest, campaign: Campaign) -> dict[str, Any]:
    shown, after = Shown.read(request.GET.dict()), request.GET.get("after", "")
    people, older = list_recipients(campaign, shown=shown, after=int(after) if after.isdecimal() else 0)
    address = reverse("campaign", args=[request.business.slug, campaign.pk])
    export = reverse("campaign_people_csv", args=[request.business.slug, campaign.pk])
    return {
        "people": people,
        "shown": shown,
        "shown_as": SHOWS[shown.show] if shown.show else "",
        "tabs": [
            {"label": label, "url": f"{address}?{Shown(state=value).address()}#people", "current": _is(shown, value)}
            for value, label in [("", "Everybody"), *Enrollment.State.choices]
        ],
        "older": f"{address}?{shown.address()}&after={older}#people" if older else "",
        "export_people": f"{export}?{shown.address()}",
        "may_export": may(request.member.role, Capability.MANAGE_CONTACTS),
    }


def _is(shown: Shown, state: str) -> bool:
    return shown == Shown(state=state)


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def export_people(request: BusinessRequest, campaign_id: int) -> Any:
    """Stream a campaign's people, or those of a figure, as CSV."""
    campaign = _campaign(request, campaign_id)
    return _csv(recipients_csv(campaign, Shown.read(request.GET.dict())), f"campaign-{campaign.pk}-people.csv")


@require_GET
@business_page()
def export_figures(request: BusinessRequest, campaign_id: int) -> Any:
    """Send a report's figures as CSV."""
    campaign = _campaign(request, campaign_id)
    return _csv(figures_csv(campaign, build_report(campaign, now=timezone.now())), f"campaign-{campaign.pk}.csv")


def _csv(lines: Any, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
