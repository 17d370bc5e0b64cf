"""Settings, Answers: the approved words, their versions, and what they look like on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.models import Business
from accounts.policy import Capability
from contacts.merge_fields import FIELDS, merge
from conversations.approved_copy import FIXED, OWNERS_ONLY, CopyRefused, default_text, edit_copy, keys, values_for
from conversations.forms_settings import CopyForm
from conversations.models import ApprovedCopy
from conversations.reading.segments import count_segments
from conversations.views.copy_names import GROUPS, SAMPLE_PERSON, WHY_FIXED, describe_key, group_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One message: its words now (empty where there are none), and the version, None for the words that ship."""

    key: str
    title: str
    when: str
    text: str
    row: ApprovedCopy | None

    @property
    def is_fixed(self) -> bool:
        return self.key in FIXED


def _versions(business: Business) -> QuerySet[ApprovedCopy]:
    rows = ApprovedCopy.objects.for_business(business).filter(language=business.language, channel="sms")
    return rows.select_related("by_member__user").order_by("-version")


def _entry(business: Business, key: str, row: ApprovedCopy | None) -> Entry:
    title, when = describe_key(key)
    return Entry(key, title, when, row.text if row else default_text(key, business.language), row)


def _known(copy_key: str) -> str:
    if copy_key not in OWNERS_ONLY and copy_key not in keys():
        raise Http404("There is no message of this name.")
    return copy_key


@require_GET
@business_page(Capability.MANAGE_SETTINGS)
def show_list(request: BusinessRequest) -> HttpResponse:
    current = {row.key: row for row in _versions(request.business).filter(is_current=True)}
    entries = [_entry(request.business, key, current.get(key)) for key in sorted({*keys(), *OWNERS_ONLY})]
    groups = [
        {"title": title, "text": text, "entries": [entry for entry in entries if group_of(entry.key) == name]}
        for name, title, text in GROUPS
    ]
    return render(request, "settings/copy.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def edit(request: BusinessRequest, copy_key: str) -> HttpResponse:
    history = list(_versions(request.business).filter(key=_known(copy_key)))
    entry = _entry(request.business, copy_key, next((row for row in history if row.is_current), None))
    form = CopyForm(request.POST or None, copy_key=copy_key, initial={"text": entry.text})
    if request.method == "POST" and form.is_valid():
        try:
            _approve(request, copy_key, form.cleaned_data["text"])
        except CopyRefused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect("settings_copy_edit", slug=request.business.slug, copy_key=copy_key)
    context = _preview(request, form["text"].value() or "") | {
        "entry": entry,
        "form": form,
        "history": history,
        "merge_fields": FIELDS.items(),
        "why_fixed": WHY_FIXED,
    }
    return render(request, "settings/copy_edit.html", context)


def _approve(request: BusinessRequest, key: str, text: str) -> None:
    edit_copy(
        request.business, key=key, text=text, member=request.member, now=timezone.now(),
        language=request.business.language,
    )  # fmt: skip
    messages.success(request, "These words are approved. The assistant uses them from now on.")


def _preview(request: BusinessRequest, text: str) -> dict[str, Any]:
    values = values_for(request.business, SAMPLE_PERSON)
    # The lines' own fields are written with single braces.
    text = text.replace("{sender_name}", request.business.sender_name) if "{{" not in text else text
    text = text.replace("{phone}", request.business.phone)
    filled = merge(text, values).text
    return {"preview": filled, "segments": count_segments(filled).count if filled else 0}


@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def preview(request: BusinessRequest, copy_key: str) -> HttpResponse:
    """Show words as a phone will show them; nothing is kept."""
    _known(copy_key)
    return render(request, "settings/_copy_preview.html", _preview(request, request.POST.get("text", "")[:1000]))


@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def use_again(request: BusinessRequest, copy_key: str, version: int) -> HttpResponse:
    """Approve the words of an earlier version again, as a new version: what was sent keeps naming the old one."""
    row = get_object_or_404(_versions(request.business), key=_known(copy_key), version=version)
    try:
        _approve(request, copy_key, row.text)
    except CopyRefused as refused:
        messages.error(request, str(refused))
    return redirect("settings_copy_edit", slug=request.business.slug, copy_key=copy_key)
