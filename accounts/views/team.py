"""Settings, Team: who is in the business, who is invited, and what each may do."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.forms_team import InviteForm, RoleForm
from accounts.members import change_role, invite_member, remove_member, renew_link, withdraw_invitation
from accounts.models import Invitation, Member
from accounts.policy import Capability, may
from accounts.services import AccountProblem


def _member(request: BusinessRequest, member_id: int) -> Member:
    members = Member.objects.for_business(request.business).filter(is_active=True).select_related("user", "business")
    return get_object_or_404(members, pk=member_id)


def _invitation(request: BusinessRequest, invitation_id: int) -> Invitation:
    rows = Invitation.objects.for_business(request.business).filter(outcome=Invitation.Outcome.OPEN)
    return get_object_or_404(rows.select_related("business"), pk=invitation_id)


def _team(request: BusinessRequest) -> HttpResponse:
    return redirect("settings_team", slug=request.business.slug)


def _show_link(request: BusinessRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Show a link in the answer itself: it is stored nowhere and cannot be shown again."""
    link = settings.PUBLIC_URL.rstrip("/") + reverse("invitation", args=[token])
    return render(request, "settings/team_link.html", {"invitation": invitation, "link": link})


@require_GET
@business_page(Capability.MANAGE_SETTINGS)
def show_team(request: BusinessRequest) -> HttpResponse:
    members = Member.objects.for_business(request.business).filter(is_active=True).select_related("user")
    waiting = Invitation.objects.for_business(request.business).filter(outcome=Invitation.Outcome.OPEN)
    context = {"members": members.order_by("pk"), "invitations": waiting.order_by("-pk")}
    return render(request, "settings/team.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def add(request: BusinessRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_member(request.business, actor=request.member, now=timezone.now(), **form.cleaned_data)
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            return _show_link(request, *made)
    return render(request, "settings/team_add.html", {"form": form})


@never_cache
@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def renew(request: BusinessRequest, invitation_id: int) -> HttpResponse:
    try:
        made = renew_link(_invitation(request, invitation_id), actor=request.member, now=timezone.now())
    except AccountProblem as problem:
        messages.error(request, str(problem))
        return _team(request)
    return _show_link(request, *made)


@require_POST
@business_page(Capability.MANAGE_SETTINGS)
def withdraw(request: BusinessRequest, invitation_id: int) -> HttpResponse:
    invitation = _invitation(request, invitation_id)
    try:
        withdraw_invitation(invitation, actor=request.member, now=timezone.now())
    except AccountProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"The invitation for {invitation.email} is withdrawn. Its link no longer works.")
    return _team(request)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def show_member(request: BusinessRequest, member_id: int) -> HttpResponse:
    member = _member(request, member_id)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_role(member, actor=request.member, role=form.cleaned_data["role"], now=timezone.now())
        except AccountProblem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{changed} is now {changed.get_role_display().lower()}.")
            return _after_a_change(request, changed)
    context = {"form": form, "colleague": member, "is_self": member.pk == request.member.pk}
    return render(request, "settings/member.html", context)


@require_http_methods(["GET", "POST"])
@business_page(Capability.MANAGE_SETTINGS)
def remove(request: BusinessRequest, member_id: int) -> HttpResponse:
    """Ask once, by name, then take the place away."""
    member = _member(request, member_id)
    is_self = member.pk == request.member.pk
    if request.method == "GET":
        return render(request, "settings/member_remove.html", {"colleague": member, "is_self": is_self})
    try:
        removed = remove_member(member, actor=request.member, now=timezone.now())
    except AccountProblem as problem:
        messages.error(request, str(problem))
        return redirect("settings_member", slug=request.business.slug, member_id=member.pk)
    messages.success(request, f"{removed} is no longer in the team.")
    return _after_a_change(request, removed)


def _after_a_change(request: BusinessRequest, changed: Member) -> HttpResponse:
    """Who has stepped down themself goes where they still may be."""
    if changed.pk != request.member.pk or (changed.is_active and may(changed.role, Capability.MANAGE_SETTINGS)):
        return _team(request)
    return redirect("today", slug=request.business.slug) if changed.is_active else redirect("home")
