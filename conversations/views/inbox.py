"""The inbox: the list alone, and what has changed in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import BusinessRequest, business_page
from conversations.views.page import inbox_context, may_act, read_inbox, seen_by


@require_GET
@business_page()
def show_inbox(request: BusinessRequest) -> HttpResponse:
    inbox = read_inbox(request, now=timezone.now())
    return render(request, "conversations/inbox.html", inbox_context(request, inbox) | {"may_act": may_act(request)})


@require_GET
@business_page()
def inbox_live(request: BusinessRequest) -> HttpResponse:
    """Answer what has changed in the list since the browser last looked; 204 for nothing."""
    inbox = read_inbox(request, now=timezone.now())
    if seen_by(request).get("pulse") == inbox.pulse:
        return HttpResponse(status=204)
    return draw_changes(request, inbox_context(request, inbox))


def draw_changes(request: BusinessRequest, context: dict[str, Any]) -> HttpResponse:
    """Draw the parts that differ from what the browser says it shows, and the new pulse."""
    html = render_to_string("conversations/_live.html", {**context, "seen": seen_by(request)}, request)
    return HttpResponse(html)
