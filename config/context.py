"""What every page of a business shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.policy import Capability, may
from conversations.models import Conversation, InstanceState
from conversations.selectors.switches import stop_of_business
from notifications.models import Notification

# Counts in the navigation say "99+" beyond this: counting further costs and tells nobody more.
COUNT_AT_MOST = 100

SECTIONS = {
    "today": "today",
    "conversations": "conversations",
    "conversation": "conversations",
    "message": "conversations",
    "contacts": "contacts",
    "contact": "contacts",
    "import": "contacts",
    "imports": "contacts",
    "segment": "contacts",
    "segments": "contacts",
    "campaigns": "campaigns",
    "campaign": "campaigns",
    "settings": "settings",
    "sandbox": "sandbox_phones",
    "notifications": "notifications",
}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return `now` for every page, and `nav` for pages of a business."""
    now = timezone.now()
    business, member = getattr(request, "business", None), getattr(request, "member", None)
    if business is None or member is None:
        return {"now": now, "nav": {"sending_mode": settings.SENDING}}
    waiting = Conversation.objects.for_business(business).filter(needs_you=True)[:COUNT_AT_MOST].count()
    unread = Notification.objects.for_business(business).filter(member=member, read_at=None)[:COUNT_AT_MOST].count()
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    off = InstanceState.objects.filter(sending_off_since__isnull=False).exists()
    return {
        "now": now,
        "nav": {
            "current": SECTIONS.get(name.split("_")[0], name),
            "needs_you": waiting,
            "unread_notifications": unread,
            "is_demo": business.is_demo,
            "sending_mode": "off" if off else settings.SENDING,
            "stopped": stop_of_business(business),
            "may_stop": may(member.role, Capability.MANAGE_CAMPAIGNS),
        },
    }
