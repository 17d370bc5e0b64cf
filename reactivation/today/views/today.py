"""The first page: who needs you now."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from reactivation.today.selectors import first_steps, today_of


@require_GET
@business_page()
def show_today(request: BusinessRequest) -> HttpResponse:
    """Show Today; htmx asks for the live part alone."""
    context = {
        "today": today_of(request.business, now=timezone.now()),
        "may_answer": may(request.member.role, Capability.CONVERSE),
    }
    if request.htmx:
        return render(request, "today/_needs.html", context)
    steps = first_steps(request.business)
    context["steps"] = [{**step, "url": reverse(str(step["url_name"]), args=[request.business.slug])} for step in steps]
    context["all_done"] = all(step["done"] for step in steps)
    return render(request, "today/today.html", context)
