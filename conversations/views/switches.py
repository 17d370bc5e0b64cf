"""The stops that a member sets by hand: everything the business sends, and everything to one contact."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.models import Contact
from conversations import outbox
from conversations.models import Switch
from conversations.selectors.switches import stop_of, stop_of_business

STOPPED = "Nothing leaves any more. Replies still arrive, and what waits is kept."


class WhyForm(forms.Form):
    why = forms.CharField(label="Why (your team sees it)", max_length=200, required=False)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CAMPAIGNS)
def stop_sending(request: BusinessRequest) -> HttpResponse:
    """Ask once, by name, then stop everything that the business sends."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outbox.set_switch(
            scope=Switch.Scope.BUSINESS, business=request.business, reason=form.cleaned_data["why"],
            member=request.member, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, STOPPED)
        return redirect("today", slug=request.business.slug)
    stopped = stop_of_business(request.business)
    return render(request, "conversations/stop_sending.html", {"form": form, "stopped": stopped})


@require_POST
@business_page(Capability.MANAGE_CAMPAIGNS)
def resume_sending(request: BusinessRequest) -> HttpResponse:
    """Lift the stop of the business; an installation's own is not a member's to lift."""
    lifted = outbox.lift_switch(scope=Switch.Scope.BUSINESS, business=request.business, now=timezone.now())
    messages.success(request, "Messages leave again." if lifted else "Nothing was stopped.")
    return redirect("today", slug=request.business.slug)


@require_http_methods(["GET", "POST"])
@business_page(Capability.CONVERSE)
def hold_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    """Ask once, by name, then hold everything to one contact; with `lift` in the form let it leave again."""
    contact = get_object_or_404(Contact.objects.for_business(request.business), pk=contact_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _switch(request, contact, why=form.cleaned_data["why"]))
        return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    held = stop_of(request.business, scope=Switch.Scope.CONTACT, key=str(contact.pk))
    return render(request, "conversations/hold_contact.html", {"form": form, "contact": contact, "held": held})


def _switch(request: BusinessRequest, contact: Contact, *, why: str) -> str:
    scope, key, now = Switch.Scope.CONTACT, str(contact.pk), timezone.now()
    if "lift" in request.POST:
        outbox.lift_switch(scope=scope, business=request.business, key=key, now=now)
        return f"Messages to {contact.name} leave again."
    outbox.set_switch(scope=scope, business=request.business, key=key, reason=why, member=request.member, now=now)
    return f"Nothing leaves to {contact.name} now. What waits is kept until you lift this."
