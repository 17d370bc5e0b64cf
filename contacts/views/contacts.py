"""The list of contacts, its export, and one contact's page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability, may
from contacts.export import contacts_csv
from contacts.forms_contacts import BulkForm, ContactForm, owner_choices
from contacts.models import Contact
from contacts.search import ACTIVITIES, STATUSES, ListFilter, filter_contacts
from contacts.segments import STATES, AudienceProblem, audience_choices, list_segments
from contacts.selectors import contact_story, list_contacts
from contacts.services import edit_contact as change_contact

MOST_COUNTED = 1000


def find_contact(request: BusinessRequest, contact_id: int) -> Contact:
    """Return a contact of this business. Raises Http404."""
    rows = Contact.objects.for_business(request.business).select_related("business", "owner__user")
    return get_object_or_404(rows, pk=contact_id)


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    asked, now, problem = ListFilter.read(request.GET), timezone.now(), ""
    before = request.GET.get("before", "")
    try:
        contacts = filter_contacts(request.business, asked, now=now)
    except AudienceProblem as refused:
        contacts, problem = Contact.objects.for_business(request.business).none(), str(refused)
    page = list_contacts(contacts, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    address = reverse("contacts", args=[request.business.slug])
    kept = asked.asked()
    context = {
        "page": page,
        "asked": asked,
        "problem": problem,
        "is_narrowed": bool(kept),
        "kept": urlencode(kept),
        "filters": _filters(request, asked),
        "tabs": _tabs(address, asked),
        "people": "" if before else _say_found(contacts, page.older is not None, len(page.rows)),
        "older": f"{address}?{urlencode({**kept, 'before': page.older})}" if page.older else "",
        "newer": f"{address}?{urlencode(kept)}" if before else "",
        "messages_url": _messages_url(request, asked),
        "actions": BulkForm.ACTIONS,
        "may_manage": may(request.member.role, Capability.MANAGE_CONTACTS),
    }
    return render(request, "contacts/list.html", context)


def _say_found(contacts: Any, has_more: bool, shown: int) -> str:
    # One page that is not full needs no second look at the table.
    found = contacts.order_by()[: MOST_COUNTED + 1].count() if has_more else shown
    return "1 person" if found == 1 else f"{min(found, MOST_COUNTED):,}{'+' * (found > MOST_COUNTED)} people"


def _tabs(address: str, asked: ListFilter) -> list[dict[str, Any]]:
    """The negative states, each apart."""
    kept = {name: value for name, value in asked.asked().items() if name != "state"}
    rows = [("", "All"), *((name, label) for name, (label, _) in STATES.items())]
    return [
        {"label": label, "current": asked.state == name,
         "url": f"{address}?{urlencode({**kept, **({'state': name} if name else {})})}"}
        for name, label in rows
    ]  # fmt: skip


def _filters(request: BusinessRequest, asked: ListFilter) -> list[dict[str, Any]]:
    choices = audience_choices(request.business)
    owners = [("none", "Nobody"), *owner_choices(request.business)]
    segments = [(str(row.pk), row.name) for row in list_segments(request.business)]
    rows: list[tuple[str, str, str, Any]] = [
        ("tag", "Tag", "Any tag", [(tag, tag) for tag in choices.tags]),
        ("source", "Source", "Any source", [(source, source) for source in choices.sources]),
        ("standing", "Standing", "Any standing", Contact.Standing.choices),
        ("activity", "Last activity", "Whenever", ACTIVITIES.items()),
        ("status", "Conversation", "Any conversation", STATUSES.items()),
        ("owner", "Looked after by", "Anybody", owners),
        ("segment", "Segment", "Any segment", segments),
    ]
    found = []
    for name, label, every, pairs in rows:
        offered, chosen = list(pairs), getattr(asked, name)
        if chosen and chosen not in dict(offered):
            offered.append((chosen, chosen))
        if offered:
            words = f"{label}: {dict(offered)[chosen]}" if chosen else ""
            found.append(
                {"name": name, "label": label, "every": every, "choices": offered, "chosen": chosen, "words": words}
            )
    return found


def _messages_url(request: BusinessRequest, asked: ListFilter) -> str:
    """Where message words are searched: conversations stand above contacts, so by name and not by import."""
    if not asked.q:
        return ""
    try:
        return f"{reverse('conversations', args=[request.business.slug])}?{urlencode({'q': asked.q})}"
    except NoReverseMatch:
        return ""


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def export(request: BusinessRequest) -> Any:
    """Stream the list, as it is filtered, as CSV."""
    try:
        contacts = filter_contacts(request.business, ListFilter.read(request.GET), now=timezone.now())
    except AudienceProblem as problem:
        messages.error(request, str(problem))
        return redirect("contacts", slug=request.business.slug)
    answer = StreamingHttpResponse(contacts_csv(request.business, contacts), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return answer


@require_GET
@business_page()
def show_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    context = {
        "contact": contact,
        "story": contact_story(contact),
        "conversation": getattr(contact, "conversation", None),
        "may_edit": may(request.member.role, Capability.MANAGE_CONTACTS),
        "may_stop": may(request.member.role, Capability.CONVERSE),
    }
    return render(request, "contacts/detail.html", context)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def edit_contact(request: BusinessRequest, contact_id: int) -> HttpResponse:
    contact = find_contact(request, contact_id)
    form = ContactForm(request.POST or None, instance=find_contact(request, contact_id))
    if request.method == "POST" and form.is_valid():
        change_contact(contact, member=request.member, values=form.values(), now=timezone.now())
        messages.success(request, f"{form.instance.name} is saved.")
        return redirect("contact", slug=request.business.slug, contact_id=contact.pk)
    return render(request, "contacts/edit.html", {"contact": contact, "form": form})
