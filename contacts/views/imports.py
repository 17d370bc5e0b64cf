"""The import, step by step: upload, match columns, check, vouch and start, result, undo."""

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
from contacts.forms_import import ColumnsForm, FormatForm, StartForm, UndoForm, UploadForm, unused_columns
from contacts.models import ImportBatch, ImportRow
from contacts.selectors import list_imports

STEPS = ("Upload", "Match columns", "Check", "Import")
Status = ImportBatch.Status
WORKING = (Status.CHECKING, Status.RUNNING, Status.UNDOING)
WRITTEN = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED, ImportRow.Outcome.HOUSEHOLD)
IMPORTS_SHOWN = 50


def _batch(request: BusinessRequest, batch_id: int) -> ImportBatch:
    rows = ImportBatch.objects.for_business(request.business).select_related("attested_by__user", "undone_by__user")
    return get_object_or_404(rows, pk=batch_id)


def _stepper(current: int) -> list[dict[str, str]]:
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(len(STEPS))]
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    rows = list_imports(request.business)
    before = _number(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before else rows)[: IMPORTS_SHOWN + 1])
    older = f"?before={found[IMPORTS_SHOWN - 1].pk}" if len(found) > IMPORTS_SHOWN else ""
    return render(request, "contacts/imports.html", {"imports": found[:IMPORTS_SHOWN], "older": older})


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def upload(request: BusinessRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = importing.upload_file(
                request.business, member=request.member, name=file.name, data=file.file, now=timezone.now(),
                kind=form.cleaned_data["kind"],
            )  # fmt: skip
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
                batch, mapping=form.mapping(), mode=form.cleaned_data["mode"] or batch.mode, defaults=form.defaults(),
                reading=form.reading(), now=timezone.now(),
            )  # fmt: skip
        except importing.ImportProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("import_batch", slug=request.business.slug, batch_id=batch.pk)
    return _show_columns(request, batch, form, FormatForm(batch=batch))


@require_POST
@business_page(Capability.MANAGE_CONTACTS)
def change_format(request: BusinessRequest, batch_id: int) -> HttpResponse:
    """Read the file another way and guess its columns anew."""
    batch = _batch(request, batch_id)
    form = FormatForm(request.POST, batch=batch)
    if form.is_valid():
        try:
            importing.change_format(batch, changes=form.changes())
        except importing.ImportProblem as problem:
            messages.error(request, str(problem))
        return redirect("import_columns", slug=request.business.slug, batch_id=batch.pk)
    return _show_columns(request, batch, ColumnsForm(batch=batch), form)


def _show_columns(request: BusinessRequest, batch: ImportBatch, form: ColumnsForm, shape: FormatForm) -> HttpResponse:
    context = {
        "batch": batch,
        "form": form,
        "shape": shape,
        "sample": [[*cells, *[""] * (len(batch.columns) - len(cells))] for cells in batch.sample],
        "unused": [batch.columns[index] for index in unused_columns(batch)],
        "steps": _stepper(1),
    }
    return render(request, "contacts/import_columns.html", context)


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def show_batch(request: BusinessRequest, batch_id: int) -> HttpResponse:
    """Show where an import is: being checked, checked, being written, or its result. htmx asks for the fragment."""
    batch = _batch(request, batch_id)
    if batch.status == Status.UPLOADED:
        return redirect("import_columns", slug=request.business.slug, batch_id=batch.pk)
    context = _batch_context(request, batch)
    return render(request, "contacts/_import_state.html" if request.htmx else "contacts/import_batch.html", context)


def _batch_context(request: BusinessRequest, batch: ImportBatch) -> dict[str, Any]:
    outcome, counts = request.GET.get("outcome", ""), batch.counts
    after = _number(request.GET.get("after", ""))
    page = importing.list_rows(batch, outcome=outcome, after=after)
    tiles = [(value, label, counts.get(value, 0)) for value, label in _labels(batch) if value != "pending"]
    kept, next_kept = importing.list_kept(batch, after=_number(request.GET.get("kept", "")))
    stands = sum(counts.get(name, 0) for name in (*WRITTEN, "unchanged"))
    return {
        "batch": batch,
        "is_list": batch.kind == ImportBatch.Kind.STOPS,
        "rows": page.rows,
        "next_line": page.next_line,
        "outcome": outcome,
        "tiles": [tile for tile in tiles if tile[2]],
        "writable": counts.get("written_new", 0) + counts.get("written_changed", 0),
        "not_eligible": max(stands - counts.get("eligible_by_text", 0), 0),
        "attestation": importing.ATTESTATION.format(business=request.business.name),
        "is_working": batch.status in WORKING,
        "has_written": any(counts.get(f"written_{what}") for what in ("new", "changed", "consents", "stops")),
        "can_undo": batch.status in (Status.DONE, Status.CANCELLED, Status.FAILED),
        "kept": kept,
        "next_kept": next_kept,
        "steps": _stepper(2 if batch.status in (Status.CHECKING, Status.CHECKED) else 3),
    }


def _labels(batch: ImportBatch) -> list[tuple[str, str]]:
    """The outcomes in words; a do-not-contact list has words of its own."""
    own = {"new": "To be stopped", "unchanged": "Stopped before"} if batch.kind == ImportBatch.Kind.STOPS else {}
    return [(value, own.get(value, label)) for value, label in ImportRow.Outcome.choices]


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


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_CONTACTS)
def undo(request: BusinessRequest, batch_id: int) -> HttpResponse:
    """Say what undoing would do, and do it."""
    batch = _batch(request, batch_id)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            importing.undo_import(
                batch, member=request.member, now=timezone.now(), reason=data["reason"], lift_stops=data["lift_stops"]
            )
        except importing.ImportProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("import_batch", slug=request.business.slug, batch_id=batch.pk)
    return render(request, "contacts/import_undo.html", {"batch": batch, "form": form})


@require_GET
@business_page(Capability.MANAGE_CONTACTS)
def download_rejects(request: BusinessRequest, batch_id: int) -> HttpResponseBase:
    batch = _batch(request, batch_id)
    response = StreamingHttpResponse(importing.stream_rejects(batch), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="refused-rows-{batch.pk}.csv"'
    return response
