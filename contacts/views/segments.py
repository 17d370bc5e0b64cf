"""Saved segments: list, make, change, delete, and the live count of the condition form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from contacts.forms_conditions import ConditionsForm
from contacts.models import SavedSegment
from contacts.segments import (
    AudienceProblem,
    Conditions,
    Labels,
    SegmentProblem,
    change_segment,
    count_audience,
    delete_segment,
    describe_conditions,
    list_segments,
    make_segment,
    read_segment,
    uses_of,
)


def _segment(request: BusinessRequest, segment_id: int) -> SavedSegment:
    rows = SavedSegment.objects.for_business(request.business).select_related("business")
    return get_object_or_404(rows, pk=segment_id)


@require_GET
@business_page()
def show_segments(request: BusinessRequest) -> HttpResponse:
    labels = Labels(request.business)
    rows = [(segment, _say(segment, labels)) for segment in list_segments(request.business)]
    may_manage = may(request.member.role, Capability.MANAGE_CONTACTS)
    return render(request, "contacts/segments.html", {"segments": rows, "may_manage": may_manage})


def _say(segment: SavedSegment, labels: Labels) -> str:
    try:
        return describe_conditions(labels.business, read_segment(segment), labels=labels)
    except AudienceProblem as problem:
        return f"This segment can no longer be read: {problem}"


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def new_segment(request: BusinessRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def edit_segment(request: BusinessRequest, segment_id: int) -> HttpResponse:
    return _edit(request, _segment(request, segment_id))


def _edit(request: BusinessRequest, segment: SavedSegment | None) -> HttpResponse:
    form, problem = _form(request, segment)
    name = request.POST.get("name", segment.name if segment else "")
    if request.method == "POST" and not form.pressed and form.is_valid():
        try:
            values: dict[str, Any] = {"name": name, "conditions": form.conditions, "now": timezone.now()}
            if segment is None:
                segment = make_segment(request.business, member=request.member, **values)
            else:
                change_segment(segment, **values)
        except (SegmentProblem, AudienceProblem) as refused:
            problem = str(refused)
        else:
            messages.success(request, f"The segment “{segment.name}” is saved.")
            return redirect("segments", slug=request.business.slug)
    context = {"segment": segment, "conditions": form, "name": name, "problem": problem, **_count(request, form)}
    return render(request, "contacts/segment.html", context)


def _form(request: BusinessRequest, segment: SavedSegment | None) -> tuple[ConditionsForm, str]:
    kept, problem = Conditions(), ""
    if segment is not None:
        try:
            kept = read_segment(segment)
        except AudienceProblem as refused:
            problem = f"What was kept can no longer be read. {refused} Choose the conditions anew."
    data = request.POST if request.method == "POST" else None
    return ConditionsForm(data, business=request.business, conditions=kept), problem


def _count(request: BusinessRequest, form: ConditionsForm) -> dict[str, Any]:
    """Return the number and the words of what the rows say, or the sentence that says why there is none."""
    if not form.is_valid():
        return {"count": None, "count_problem": form.error}
    try:
        count = count_audience(request.business, form.conditions, now=timezone.now())
        words = describe_conditions(request.business, form.conditions)
    except AudienceProblem as problem:
        return {"count": None, "count_problem": str(problem)}
    return {"count": count, "count_words": words}


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def count_people(request: BusinessRequest) -> HttpResponse:
    """Answer the live count while conditions are being chosen; stores nothing."""
    form = ConditionsForm(request.POST, business=request.business)
    return render(request, "contacts/_conditions_count.html", _count(request, form))


@require_GET
@business_page()
def size_of_segment(request: BusinessRequest, segment_id: int) -> HttpResponse:
    """Answer how many people a saved segment is now: the list asks for it row by row, when it is shown."""
    try:
        conditions = read_segment(_segment(request, segment_id))
        count = count_audience(request.business, conditions, now=timezone.now())
    except AudienceProblem:
        return render(request, "contacts/_segment_size.html", {"count": None})
    return render(request, "contacts/_segment_size.html", {"count": count})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def remove_segment(request: BusinessRequest, segment_id: int) -> HttpResponse:
    """Ask once, by name; a segment that a draft uses stays, and says so."""
    segment = _segment(request, segment_id)
    if request.method == "POST":
        try:
            delete_segment(segment)
        except SegmentProblem as problem:
            messages.error(request, str(problem))
            return redirect("segment", slug=request.business.slug, segment_id=segment_id)
        messages.success(request, f"The segment “{segment.name}” is deleted.")
        return redirect("segments", slug=request.business.slug)
    return render(request, "contacts/segment_delete.html", {"segment": segment, "uses": uses_of(segment)})
