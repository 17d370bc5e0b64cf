"""Settings: the fields of a business's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.custom_fields import FieldProblem, add_field, count_use, list_fields, remove_field, rename_field
from contacts.forms_contacts import FieldForm, FieldNameForm
from contacts.models import CustomField

both_methods = require_http_methods(["GET", "POST"])


def _field(request: BusinessRequest, field_id: int) -> CustomField:
    rows = CustomField.objects.for_business(request.business).select_related("business")
    return get_object_or_404(rows, pk=field_id)


@both_methods
@business_page(Capability.MANAGE_SETTINGS)
def show_fields(request: BusinessRequest) -> HttpResponse:
    """List the fields, with a form that adds one."""
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_field(request.business, **form.cleaned_data)
        except FieldProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Contacts can hold “{made.label}” now.")
            return redirect("settings_fields", slug=request.business.slug)
    return render(request, "settings/fields.html", {"fields": list_fields(request.business), "form": form})


@both_methods
@business_page(Capability.MANAGE_SETTINGS)
def edit_field(request: BusinessRequest, field_id: int) -> HttpResponse:
    """Rename a field, or with `remove` take it away."""
    field = _field(request, field_id)
    form = FieldNameForm(request.POST if "label" in request.POST else None, initial={"label": field.label})
    try:
        if "remove" in request.POST:
            remove_field(field)
            messages.success(request, f"“{field.label}” is removed.")
            return redirect("settings_fields", slug=request.business.slug)
        if request.method == "POST" and form.is_valid():
            rename_field(field, label=form.cleaned_data["label"])
            messages.success(request, "Saved.")
            return redirect("settings_fields", slug=request.business.slug)
    except FieldProblem as problem:
        messages.error(request, str(problem))
        return redirect("settings_field", slug=request.business.slug, field_id=field_id)
    return render(request, "settings/field.html", {"own": field, "use": count_use(field), "form": form})
