"""The leads' phones of a demo business: what the carrier holds, and writing as a lead."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.models import ContactPoint
from conversations import sandbox, selectors
from conversations.forms import LeadTextForm
from conversations.views.page import may_act, seen_by

HANDSETS = 3
PHRASES = (
    "Yes, please",
    "How much is it?",
    "Can you come tomorrow at 10?",
    "Not now, maybe in spring",
    "Call me",
    "This is terrible service",
    "Wrong number",
    "STOP",
)


def _demo_only(request: BusinessRequest) -> None:
    if not request.business.is_demo:
        raise Http404("Only a demo business has sandbox phones.")


def _context(request: BusinessRequest) -> dict[str, Any]:
    """Return the handsets on the table and the phones one can pick. A silent carrier leaves its sentence."""
    query = request.GET.get("q", "").strip()[:80]
    points = selectors.find_phones(request.business, query=query)
    chosen = _chosen(request)
    on_table = [point for point in chosen if point] or points[:HANDSETS]
    context: dict[str, Any] = {"points": points, "query": query, "phrases": PHRASES, "problem": "", "handsets": []}
    numbers = [point.address for point in on_table]
    try:
        texts = sandbox.texts_on(request.business, numbers)
    except sandbox.CarrierSilent as problem:
        return context | {"problem": str(problem)}
    address = reverse("sandbox_phones", args=[request.business.slug])
    picks = []
    for point in points:
        kept = [number for number in numbers if number != point.address]
        is_on = point.address in numbers
        wanted = kept if is_on and chosen else [point.address, *kept][:HANDSETS]
        picks.append((point, is_on, f"{address}?{urlencode({'phone': wanted, 'q': query}, doseq=True)}"))
    return context | {
        "handsets": [(point, texts[point.address]) for point in on_table],
        "picks": picks,
        "phones_query": urlencode({"phone": numbers}, doseq=True),
    }


def _chosen(request: BusinessRequest) -> list[ContactPoint]:
    wanted = [number.replace(" ", "+") for number in request.GET.getlist("phone")][:HANDSETS]
    if not wanted:
        return []
    rows = ContactPoint.objects.for_business(request.business).filter(kind="phone", address__in=wanted)
    found = {row.address: row for row in rows.select_related("contact").order_by("-id")}
    return [found[number] for number in wanted if number in found]


@require_GET
@business_page()
def show_phones(request: BusinessRequest) -> HttpResponse:
    _demo_only(request)
    return render(request, "sandbox/phones.html", _context(request) | {"may_act": may_act(request)})


@require_GET
@business_page()
def phones_live(request: BusinessRequest) -> HttpResponse:
    """Answer which phones show something new since the browser last looked; 204 for nothing."""
    _demo_only(request)
    html = render_to_string("sandbox/_live.html", _context(request) | {"seen": seen_by(request)}, request)
    return HttpResponse(html) if "data-seen" in html else HttpResponse(status=204)


@require_POST
@business_page(Capability.CONVERSE)
def write_as_lead(request: BusinessRequest) -> HttpResponse:
    """Write as the lead. htmx gets an empty field back; else back to the phones."""
    _demo_only(request)
    form = LeadTextForm(request.POST)
    problem = ""
    if form.is_valid():
        try:
            sandbox.write_as_lead(request.business, **form.cleaned_data)
        except sandbox.CarrierSilent as silent:
            problem = str(silent)
    else:
        problem = str(next(iter(form.errors.values()))[0])
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Trigger"] = _told(problem)
        return response
    if problem:
        messages.error(request, problem)
    query = urlencode({"phone": request.POST.getlist("table")}, doseq=True)
    address = reverse("sandbox_phones", args=[request.business.slug])
    return redirect(f"{address}?{query}" if query else address)


def _told(problem: str) -> str:
    return json.dumps({"toast": {"text": problem, "tone": "error"}} if problem else {"refresh": {}, "written": {}})
