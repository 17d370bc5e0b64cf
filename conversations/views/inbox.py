"""The inbox: the list alone, and what has changed in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from accounts.access import BusinessRequest, business_page
from conversations.views.page import inbox_context, may_act, seen_by


@require_GET
@business_page()
def show_inbox(request: BusinessRequest) -> HttpResponse:
    context = inbox_context(request) | {"may_act": may_act(request)}
    return render(request, "conversations/inbox.html", context)


@require_GET
@business_page()
def inbox_live(request: BusinessRequest) -> HttpResponse:
    """Answer what has changed in the list since the browser last looked; 204 for nothing."""
    return answer_changes(request, inbox_context(request))


def answer_changes(request: BusinessRequest, context: dict[str, object]) -> HttpResponse:
    """Draw the parts that differ from what the browser says it shows."""
    html = render_to_string("conversations/_live.html", {**context, "seen": seen_by(request)}, request)
    if "data-seen" not in html:
        return HttpResponse(status=204)
    return HttpResponse(html)
