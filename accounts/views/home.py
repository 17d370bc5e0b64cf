"""Where one lands after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import Member


@require_GET
@login_required
def choose_business(request: HttpRequest) -> HttpResponse:
    """Go to the only business, or offer the choice; staff without one go to the admin."""
    mine = list(
        Member.across_businesses.filter(user_id=request.user.pk, is_active=True)
        .select_related("business")
        .order_by("business__name")
    )
    if len(mine) == 1:
        return redirect("today", slug=mine[0].business.slug)
    if not mine and request.user.is_staff:
        return redirect("admin:index")
    return render(request, "accounts/choose.html", {"members": mine})
