"""What a member was told, unread first."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.access import BusinessRequest, business_page
from notifications.models import Notification
from notifications.services import mark_read

MOST_LISTED = 100


@require_GET
@business_page()
def show_list(request: BusinessRequest) -> HttpResponse:
    notices = Notification.objects.for_business(request.business).filter(member=request.member)
    ordered = notices.order_by(F("read_at").asc(nulls_first=True), "-id")[:MOST_LISTED]
    return render(request, "notifications/list.html", {"notices": ordered})


@require_POST
@business_page()
def open_one(request: BusinessRequest, notification_id: int) -> HttpResponse:
    """Mark one's own notice as read and go where it points."""
    notices = Notification.objects.for_business(request.business).filter(member=request.member)
    notice = get_object_or_404(notices, pk=notification_id)
    mark_read(request.member, now=timezone.now(), notification_id=notice.pk)
    if url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
        return redirect(notice.path)
    return redirect("notifications", slug=request.business.slug)


@require_POST
@business_page()
def mark_all_read(request: BusinessRequest) -> HttpResponse:
    mark_read(request.member, now=timezone.now())
    return redirect("notifications", slug=request.business.slug)
