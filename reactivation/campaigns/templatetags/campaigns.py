"""Parts of campaign pages that bring their own figures."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import template

from accounts.policy import Capability, may
from reactivation.campaigns.models import Campaign, SimulatedStep
from reactivation.campaigns.showing.estimating import say_window
from reactivation.campaigns.showing.progress import read_progress

register = template.Library()


@register.inclusion_tag("campaigns/_state.html", takes_context=True)
def campaign_state(context: template.Context, campaign: Campaign) -> dict[str, Any]:
    """Where a launched or scheduled campaign stands: by whom, why it is paused and what to do, how far it is."""
    request: Any = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "now": context.get("now"),
        "campaign": campaign,
        "window": say_window(campaign.window or {}),
        "progress": read_progress(campaign),
        "may_manage": may(request.member.role, Capability.MANAGE_CAMPAIGNS),
    }


@register.filter
def finding_words(findings: list[list[str]]) -> list[str]:
    """The sentences of stored findings, each once."""
    return list(dict.fromkeys(str(one[3]) for one in findings or []))


@register.filter
def figure(number: int | None) -> str:
    """A number with its thousands apart."""
    return f"{number or 0:,}"


@register.filter
def text_name(step: SimulatedStep, compared: Collection[int]) -> str:
    """Which text a simulated step is: "Text 2", with its letter where wordings are compared at that step."""
    return f"Text {step.position}{step.variant_label if step.position in compared else ''}"
