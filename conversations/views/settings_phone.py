"""A member's own phone: type it in, prove it with a code."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from conversations.forms_phone import CodeForm, PhoneForm
from conversations.member_phones import PhoneProblem, ask_for_code, confirm_code


@require_http_methods(["GET", "POST"])
@business_page()
def show(request: BusinessRequest) -> HttpResponse:
    """Show the number and its state; a posted number gets a code."""
    form = PhoneForm(request.POST or None, initial={"phone": request.member.phone})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_code(request.member, phone=form.cleaned_data["phone"], now=timezone.now())
        except PhoneProblem as problem:
            form.add_error("phone", str(problem))
        else:
            messages.success(request, "A code is on its way to your phone.")
            return redirect("settings_phone", slug=request.business.slug)
    return _render(request, form, CodeForm())


@require_POST
@business_page()
def confirm(request: BusinessRequest) -> HttpResponse:
    code = CodeForm(request.POST)
    if code.is_valid():
        try:
            confirm_code(request.member, code=code.cleaned_data["code"], now=timezone.now())
        except PhoneProblem as problem:
            code.add_error("code", str(problem))
        else:
            messages.success(request, "This is your number now. Test texts go to it.")
            return redirect("settings_phone", slug=request.business.slug)
    request.member.refresh_from_db()
    return _render(request, PhoneForm(initial={"phone": request.member.phone}), code)


def _render(request: BusinessRequest, form: PhoneForm, code: CodeForm) -> HttpResponse:
    context = {"form": form, "code_form": code, "waits_for_code": bool(request.member.phone_code_hash)}
    return render(request, "settings/phone.html", context)
