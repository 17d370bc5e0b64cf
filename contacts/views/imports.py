"""The import, step by step: upload, match columns, check, vouch and start, result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts import importing
from contacts.forms import ColumnsForm, StartForm, UploadForm
from contacts.models import ImportBatch, ImportRow
from contacts.selectors import list_imports

STEPS = ("Upload", "Match columns", "Check", "Import")
PAGE = 25


def _batch(request: BusinessRequest, batch_id: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.for_business(request.business), pk=batch_id)


def _stepper(current: int) -> list[dict[str, str]]:
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(len(STEPS))]
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    return render(request, "contacts/imports.html", {"imports": list_imports(request.business)[:50]})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def upload(request: BusinessRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = importing.upload_file(
                request.business, member=request.member, name=file.name, data=file, now=timezone.now()
            )
        except importing.ImportProblem as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("import_columns", slug=request.business.slug, batch_id=batch.pk)
    return render(request, "contacts/import_new.html", {"form": form, "steps": _stepper(0)})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def match_columns(request: BusinessRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        try:
            importing.map_columns(
                batch, mapping=form.mapping(), mode=form.cleaned_data["mode"], defaults=form.defaults()
            )
        except importing.ImportProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("import_batch", slug=request.business.slug, batch_id=batch.pk)
    sample = batch.sample
    unused = [name for index, name in enumerate(batch.columns) if index not in batch.mapping.values()]
    context = {"batch": batch, "form": form, "sample": sample, "unused": unused, "steps": _stepper(1)}
    return render(request, "contacts/import_columns.html", context)


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def show_batch(request: BusinessRequest, batch_id: int) -> HttpResponse:
    """Show where an import is: being checked, checked, being written, or its result. htmx asks for the fragment."""
    batch = _batch(request, batch_id)
    if batch.status == ImportBatch.Status.UPLOADED:
        return redirect("import_columns", slug=request.business.slug, batch_id=batch.pk)
    context = _batch_context(request, batch)
    return render(request, "contacts/_import_state.html" if request.htmx else "contacts/import_batch.html", context)


def _batch_context(request: BusinessRequest, batch: ImportBatch) -> dict[str, Any]:
    outcome = request.GET.get("outcome", "")
    rows = batch.rows.order_by("line").select_related("contact")
    if outcome == "not_eligible":
        rows = rows.filter(eligible_by_text=False)
    elif outcome in ImportRow.Outcome.values:
        rows = rows.filter(outcome=outcome)
    after = request.GET.get("after", "")
    if after.isdecimal():
        rows = rows.filter(line__gt=int(after))
    page = list(rows[: PAGE + 1])
    counts = batch.counts
    tiles = [(value, label, counts.get(value, 0)) for value, label in ImportRow.Outcome.choices if value != "pending"]
    return {
        "batch": batch,
        "rows": page[:PAGE],
        "next_line": page[PAGE - 1].line if len(page) > PAGE else None,
        "outcome": outcome,
        "tiles": [tile for tile in tiles if tile[2]],
        "writable": sum(counts.get(name, 0) for name in ("new", "changed", "household")),
        "not_eligible": sum(counts.get(name, 0) for name in ("new", "changed", "unchanged", "household"))
        - counts.get("eligible_by_text", 0),
        "attestation": importing.ATTESTATION.format(business=request.business.name),
        "is_working": batch.status in (ImportBatch.Status.CHECKING, ImportBatch.Status.RUNNING),
        "steps": _stepper(2 if batch.status in (ImportBatch.Status.CHECKING, ImportBatch.Status.CHECKED) else 3),
    }


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def start(request: BusinessRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    form = StartForm(request.POST)
    form.is_valid()
    try:
        importing.confirm_import(batch, member=request.member, attests=form.cleaned_data["attests"], now=timezone.now())
    except importing.ImportProblem as problem:
        messages.error(request, str(problem))
    return redirect("import_batch", slug=request.business.slug, batch_id=batch.pk)


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def cancel(request: BusinessRequest, batch_id: int) -> HttpResponse:
    try:
        importing.cancel_import(_batch(request, batch_id), now=timezone.now())
        messages.success(request, "The import is cancelled.")
    except importing.ImportProblem as problem:
        messages.error(request, str(problem))
    return redirect("import_batch", slug=request.business.slug, batch_id=batch_id)


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def download_rejects(request: BusinessRequest, batch_id: int) -> HttpResponseBase:
    batch = _batch(request, batch_id)
    response = StreamingHttpResponse(importing.stream_rejects(batch), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-rows-{batch.pk}.csv"'
    return response
