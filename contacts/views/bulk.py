"""Changing many contacts at once: name the number, ask once, then do it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.bulk import BulkProblem, cancel_bulk_change, chosen_contacts, start_bulk_change
from contacts.forms_contacts import BulkForm
from contacts.models import BulkChange
from contacts.search import ListFilter

# As many as a page of the list has, with room.
MOST_TICKED = 100


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def change_many(request: BusinessRequest) -> HttpResponse:
    """Ask how many and what exactly; with `sure`, do it."""
    action, everybody = request.POST.get("action", ""), "everybody" in request.POST
    if action not in BulkForm.ASKED:
        messages.error(request, "Choose what to do with these contacts.")
        return redirect("contacts", slug=request.business.slug)
    ids = [int(one) for one in request.POST.getlist("ids")[:MOST_TICKED] if one.isdecimal() and len(one) < 19]
    asked = ListFilter.read(request.POST) if everybody else None
    is_sure = "sure" in request.POST
    # With a prefix: the filters that are kept beside it have a tag and an owner too.
    form = BulkForm(request.POST if is_sure else None, business=request.business, action=action, prefix="do")
    try:
        total = chosen_contacts(request.business, ids=ids, asked=asked, now=timezone.now()).order_by().count()
        if not total:
            raise BulkProblem("Nobody is chosen. Tick some contacts, or choose everybody the filter finds.")
        if is_sure and form.is_valid():
            change = start_bulk_change(
                request.business, member=request.member, action=action, values=form.cleaned_data, ids=ids,
                asked=asked, now=timezone.now(),
            )  # fmt: skip
            return redirect("contacts_change", slug=request.business.slug, change_id=change.pk)
    except BulkProblem as problem:
        messages.error(request, str(problem))
        return redirect("contacts", slug=request.business.slug)
    context = {"form": form, "action": action, "title": dict(BulkForm.ACTIONS)[action], "total": total, "ids": ids,
               "asked": asked}  # fmt: skip
    return render(request, "contacts/bulk.html", context)


def _change(request: BusinessRequest, change_id: int) -> BulkChange:
    rows = BulkChange.objects.for_business(request.business).select_related("asked_by__user")
    return get_object_or_404(rows, pk=change_id)


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def show_change(request: BusinessRequest, change_id: int) -> HttpResponse:
    """Show how far a change is; htmx asks for the fragment."""
    change = _change(request, change_id)
    template = "contacts/_bulk_state.html" if request.htmx else "contacts/bulk_change.html"
    return render(request, template, {"change": change})


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def cancel_change(request: BusinessRequest, change_id: int) -> HttpResponse:
    try:
        cancel_bulk_change(_change(request, change_id), now=timezone.now())
        messages.success(request, "Stopped. What was changed before stays changed.")
    except BulkProblem as problem:
        messages.error(request, str(problem))
    return redirect("contacts_change", slug=request.business.slug, change_id=change_id)
