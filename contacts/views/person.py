"""What a member does with one contact: addresses, stops and their ends, consents, not wanted and wanted again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts import points, services
from contacts.addresses import write_phone
from contacts.forms_contacts import ConsentForm, DeclineForm, DetachForm, PointForm, ReasonForm, StopForm
from contacts.models import Contact, ContactPoint
from contacts.services import ContactProblem
from contacts.views.contacts import find_contact

both_methods = require_http_methods(["GET", "POST"])


def _answer(
    request: BusinessRequest,
    contact: Contact,
    form: forms.Form,
    template: str,
    act: Callable[[], str],
    **context: object,
) -> HttpResponse:
    """Draw the form, or do what it says and lead back to the contact with the sentence that `act` returns."""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act())
        except ContactProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    return render(request, template, {"contact": contact, "form": form, **context})


def _point(contact: Contact, point_id: int) -> ContactPoint:
    living = contact.points.exclude(state=ContactPoint.State.DETACHED).select_related("contact")
    return get_object_or_404(living, pk=point_id)


@both_methods
@business_page(Capability.MANAGE_CONTACTS)
def add_point(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    form = PointForm(request.POST or None, business=request.business)

    def act() -> str:
        points.add_point(contact, member=request.member, now=timezone.now(), **form.cleaned_data)
        return f"{contact.name} has a new {form.cleaned_data['kind']}."

    return _answer(request, contact, form, "contacts/point.html", act)


@both_methods
@business_page(Capability.MANAGE_CONTACTS)
def edit_point(request: BusinessRequest, contact_id: int, point_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    point = _point(contact, point_id)
    form = PointForm(request.POST or None, business=request.business, point=point)

    def act() -> str:
        points.change_point(point, member=request.member, now=timezone.now(), **form.cleaned_data)
        return "Saved. What stood there before is in the history."

    return _answer(request, contact, form, "contacts/point.html", act, point=point)


@both_methods
@business_page(Capability.MANAGE_CONTACTS)
def detach_point(request: BusinessRequest, contact_id: int, point_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    point = _point(contact, point_id)
    form = DetachForm(request.POST or None)

    def act() -> str:
        points.detach_point(point, member=request.member, now=timezone.now(), **form.cleaned_data)
        return f"This {point.kind} is no longer {contact.name}'s. Nothing goes to it from here."

    return _answer(request, contact, form, "contacts/point_detach.html", act, point=point)


@both_methods
@business_page(Capability.CONVERSE)
def stop_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    form = StopForm(request.POST or None)

    def act() -> str:
        services.record_stop(contact, member=request.member, now=timezone.now(), **form.cleaned_data)
        what = {"texts": "texts", "email": "email", "all": "messages"}[form.cleaned_data["channels"]]
        return f"{contact.name} will get no more {what}. What was waiting is cancelled."

    return _answer(request, contact, form, "contacts/stop.html", act)


@both_methods
@business_page(Capability.MANAGE_CONTACTS)
def lift_stop(request: BusinessRequest, contact_id: int, suppression_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    stop = next((row for row in services.stops_of(contact) if row.pk == suppression_id), None)
    if stop is None:
        raise Http404("This contact has no such stop any more.")
    form = ReasonForm(request.POST or None)

    def act() -> str:
        services.lift_stop(
            contact, suppression_id=suppression_id, member=request.member, now=timezone.now(), **form.cleaned_data
        )
        return "The stop is lifted. Your reason stays in the history."

    return _answer(request, contact, form, "contacts/stop_lift.html", act, stop=stop)


@both_methods
@business_page(Capability.CONVERSE)
def decline(request: BusinessRequest, contact_id: int) -> HttpResponse:
    """Mark as not interested; where it is marked, the way back."""
    contact = find_contact(request, contact_id)
    is_back = contact.declined_at is not None
    form = (ReasonForm if is_back else DeclineForm)(request.POST or None)

    def act() -> str:
        change = services.mark_wanted if is_back else services.mark_unwanted
        change(contact, member=request.member, now=timezone.now(), **form.cleaned_data)
        if is_back:
            return f"Campaigns and follow-ups may reach {contact.name} again, as far as the rules allow."
        return f"{contact.name} is out of all campaigns and follow-ups."

    return _answer(request, contact, form, "contacts/decline.html", act, is_back=is_back)


@both_methods
@business_page(Capability.MANAGE_CONTACTS)
def add_consent(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    rows = list(contact.points.exclude(state=ContactPoint.State.DETACHED).order_by("kind", "-is_primary", "pk"))
    if not rows:
        messages.error(request, f"{contact.name} has no phone and no email to agree for. Add one first.")
        return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    rows.sort(key=lambda point: point.kind != "phone")
    form = ConsentForm(request.POST or None, points=rows, names={row.pk: write_phone(row.address) for row in rows})

    def act() -> str:
        services.record_consent(contact, member=request.member, now=timezone.localtime(), **form.cleaned_data)
        return "The consent is on record. It does not end a stop: lift that with its own reason."

    return _answer(request, contact, form, "contacts/consent.html", act)
