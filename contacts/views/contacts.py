"""The list of contacts and one contact's page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from contacts.forms import ContactForm, StopForm
from contacts.models import Contact
from contacts.segments import audience_choices
from contacts.selectors import STATES, contact_story, filter_contacts, list_contacts
from contacts.services import ContactProblem, record_stop
from contacts.services import edit_contact as change_contact

MOST_COUNTED = 1000


def _contact(request: BusinessRequest, contact_id: int) -> Contact:
    return get_object_or_404(Contact.objects.for_business(request.business), pk=contact_id)


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "tag", "source")}
    before = request.GET.get("before", "")
    contacts = filter_contacts(
        request.business, query=asked["q"], state=asked["state"], tag=asked["tag"], source=asked["source"]
    )
    page = list_contacts(contacts, before=int(before) if before.isdecimal() else None)
    address = reverse("contacts", args=[request.business.slug])
    kept = {name: value for name, value in asked.items() if value}
    tabs = [{"label": "All", "url": address, "current": not asked["state"]}]
    for value, label in [(key, label) for key, (label, _) in STATES.items()] + [("declined", "Not interested")]:
        query = urlencode({**kept, "state": value})
        tabs.append({"label": label, "url": f"{address}?{query}", "current": asked["state"] == value})
    found = contacts[: MOST_COUNTED + 1].count()
    context = {
        "page": page,
        "asked": asked,
        "tabs": tabs,
        "choices": audience_choices(request.business),
        "people": "1 person" if found == 1 else f"{min(found, MOST_COUNTED):,}{'+' * (found > MOST_COUNTED)} people",
        "older": f"{address}?{urlencode({**kept, 'before': page.older})}" if page.older else "",
        "newer": f"{address}?{urlencode(kept)}" if before else "",
        "may_import": may(request.member.role, Capability.MANAGE_CONTACTS),
    }
    return render(request, "contacts/list.html", context)


@require_GET
@business_page()
def show_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = _contact(request, contact_id)
    context = {
        "contact": contact,
        "story": contact_story(contact),
        "conversation": getattr(contact, "conversation", None),
        "stop_form": StopForm(),
        "may_edit": may(request.member.role, Capability.MANAGE_CONTACTS),
        "may_stop": may(request.member.role, Capability.CONVERSE),
    }
    return render(request, "contacts/detail.html", context)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def edit_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = _contact(request, contact_id)
    form = ContactForm(request.POST or None, instance=_contact(request, contact_id))
    if request.method == "POST" and form.is_valid():
        change_contact(contact, member=request.member, values=form.cleaned_data, now=timezone.now())
        messages.success(request, f"{contact.name} is saved.")
        return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    return render(request, "contacts/edit.html", {"contact": contact, "form": form})


@require_http_methods(["GET", "POST"])
@business_page(Capability.CONVERSE)
def stop_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = _contact(request, contact_id)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_stop(contact, member=request.member, now=timezone.now(), **form.cleaned_data)
        except ContactProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{contact.name} will get no more messages. What was waiting is cancelled.")
            return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    return render(request, "contacts/stop.html", {"contact": contact, "form": form})
