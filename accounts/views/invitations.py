"""The page behind a link that an owner handed over."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms_team import FirstPasswordForm
from accounts.members import accept_as_new, accept_with_login, find_invitation, find_login
from accounts.models import Invitation, User
from accounts.services import AccountProblem


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody take the place: with the login they have, or with a first password."""
    invitation = find_invitation(token, now=timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    known = find_login(invitation)
    if request.user.is_authenticated and (known is None or known.pk != request.user.pk):
        return _show(request, invitation, state="somebody_else")
    if known is None:
        return _first_password(request, invitation)
    return _join(request, invitation, known)


def _show(request: HttpRequest, invitation: Invitation, **context: Any) -> HttpResponse:
    return render(request, "accounts/invitation.html", {"invitation": invitation, **context})


def _first_password(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            member = accept_as_new(invitation, name=name, password=password, now=timezone.now())
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            login(request, member.user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("today", slug=invitation.business.slug)
    return _show(request, invitation, state="new", form=form)


def _join(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accept_with_login(invitation, user=user, now=timezone.now())
        except AccountProblem as problem:
            return _show(request, invitation, state="ready", problem=str(problem))
        return redirect("today", slug=invitation.business.slug)
    return _show(request, invitation, state="ready" if request.user.is_authenticated else "sign_in")
