"""What the conversations' pages have in common: finding the thread, and the context of the three panes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import BusinessRequest
from accounts.hours import is_zone
from accounts.policy import Capability, may
from contacts.addresses import likely_places
from contacts.eligibility import Decision, Purpose
from conversations import outbox, selectors, threads
from conversations.forms import INTENT_CHOICES
from conversations.models import Conversation, Message
from conversations.selectors import COUNT_AT_MOST, FILTERS, Beside, InboxPage

LIVE = "live-"


@dataclass
class Composer:
    """The state of the field one writes in: what was typed, and what must be answered before it leaves."""

    body: str = ""
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    question: str = ""
    confirm: tuple[str, ...] = ()
    needs_reason: bool = False
    stated_reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class Permission:
    """May a person write now, in words; where it is what time there; until when texts should arrive."""

    decision: Decision
    clocks: list[tuple[str, datetime]]

    @property
    def sentence(self) -> str:
        objections = self.decision.objections
        return objections[0].sentence if objections else "A text may leave now."

    @property
    def latest_there(self) -> datetime | None:
        latest = self.decision.latest
        return latest.astimezone(ZoneInfo(self.clocks[0][0])) if latest and self.clocks else None


def find_conversation(request: BusinessRequest, conversation_id: int) -> Conversation:
    """Return a conversation of this business. Raises Http404."""
    rows = Conversation.objects.for_business(request.business)
    return get_object_or_404(
        rows.select_related("contact", "business", "account", "assigned_to__user"), pk=conversation_id
    )


def find_message(request: BusinessRequest, message_id: int) -> Message:
    """Return an outbound message to a contact of this business. Raises Http404."""
    rows = Message.objects.for_business(request.business).filter(direction=Message.Direction.OUT)
    rows = rows.filter(conversation__isnull=False)
    return get_object_or_404(
        rows.select_related("conversation__contact", "by_member__user", "approved_by__user"), pk=message_id
    )


def find_inbound(request: BusinessRequest, message_id: int) -> Message:
    """Return a message of this business that came in. Raises Http404."""
    rows = Message.objects.for_business(request.business).filter(direction=Message.Direction.IN)
    rows = rows.filter(conversation__isnull=False)
    return get_object_or_404(
        rows.select_related("conversation__contact", "conversation__business", "triage"), pk=message_id
    )


def back_to(request: BusinessRequest, conversation: Conversation) -> HttpResponse:
    """Lead back to the thread after something was done: to the same pane, beside the list as it was filtered."""
    address = reverse("conversation", args=[request.business.slug, conversation.pk])
    came_from = parse_qs(urlsplit(request.headers.get("Referer", "")).query)
    kept: dict[str, str] = {name: came_from[name][0] for name in ("filter", "q", "view") if name in came_from}
    return redirect(f"{address}?{urlencode(kept)}" if kept else address)


def may_act(request: BusinessRequest) -> bool:
    return may(request.member.role, Capability.CONVERSE)


@dataclass(frozen=True)
class Inbox:
    """The list as it was asked for, and the pulse of it and of the open thread."""

    chosen: str
    query: str
    before: str
    page: InboxPage
    counts: dict[str, int]
    pulse: str


def read_inbox(request: BusinessRequest, *, current: Conversation | None = None, now: datetime) -> Inbox:
    """Return the page of the list that a request asks for by filter, q and before."""
    chosen = request.GET.get("filter", "all")
    chosen = chosen if chosen in FILTERS else "all"
    query, before = request.GET.get("q", "").strip()[:80], request.GET.get("before", "")
    rows = selectors.filter_conversations(request.business, member=request.member, chosen=chosen, query=query)
    page, counts = selectors.list_conversations(rows, before=before), selectors.count_waiting(request.business)
    return Inbox(chosen, query, before, page, counts, selectors.pulse_of(page, counts, current, now=now))


def inbox_context(request: BusinessRequest, inbox: Inbox, *, current: Conversation | None = None) -> dict[str, Any]:
    """Return the list, its filters and its place in the pages."""
    page, chosen, query, before = inbox.page, inbox.chosen, inbox.query, inbox.before
    address = reverse("conversations", args=[request.business.slug])
    kept = {name: value for name, value in (("filter", chosen), ("q", query)) if value and value != "all"}
    older = f"{address}?{urlencode({**kept, 'before': page.older})}" if page.older else ""
    return {
        "rows": page.rows,
        "drafts": selectors.drafts_among(request.business, page.rows),
        "older": older,
        "newer": f"{address}?{urlencode(kept)}" if before else "",
        "tabs": _tabs(inbox, address),
        "pulse": inbox.pulse,
        "chosen": chosen,
        "query": query,
        "kept": f"?{urlencode(kept)}" if kept else "",
        "to_panel": f"?{urlencode({**kept, 'view': 'panel'})}",
        "current": current,
        "live_query": urlencode({**kept, **({"before": before} if before else {})}),
    }


def _tabs(inbox: Inbox, address: str) -> list[dict[str, Any]]:
    tabs = []
    for name, label in FILTERS.items():
        asked = {key: value for key, value in (("filter", name), ("q", inbox.query)) if value and value != "all"}
        count = inbox.counts.get(name)
        shown = f"{COUNT_AT_MOST - 1}+" if count == COUNT_AT_MOST else count
        tabs.append(
            {
                "label": label,
                "url": f"{address}?{urlencode(asked)}" if asked else address,
                "count": shown or None,
                "current": name == inbox.chosen,
            }
        )
    return tabs


def thread_context(request: BusinessRequest, conversation: Conversation, *, now: datetime) -> dict[str, Any]:
    """Return everything the thread and the panel beside it show."""
    earlier = request.GET.get("earlier", "")
    thread = selectors.read_thread(conversation, before=int(earlier) if earlier.isdecimal() else 0)
    beside = selectors.read_beside(conversation)
    return {
        "conversation": conversation,
        "contact": conversation.contact,
        "thread": thread,
        "earlier": earlier if earlier.isdecimal() else "",
        "beside": beside,
        "permission": may_we_write(request, conversation, beside, now=now),
        "colleagues": selectors.colleagues_of(request.business),
        "intents": INTENT_CHOICES,
        "may_act": may_act(request),
        "view": "panel" if request.GET.get("view") == "panel" else "thread",
    }


def may_we_write(request: BusinessRequest, conversation: Conversation, beside: Beside, *, now: datetime) -> Permission:
    """Ask the rules what they would say to a text written by hand now. Stores nothing."""
    asked = outbox.SubmitRequest(
        business_id=conversation.business_id,
        purpose=Purpose.MEMBER_REPLY,
        body="Hello",
        author=Message.Author.MEMBER,
        contact_id=conversation.contact_id,
        by_member_id=request.member.pk,
        reason_key="may we write",
        idempotency_key="may we write",
    )
    decision = outbox.check(asked, now=now)
    zones = [conversation.contact.zone] if conversation.contact.zone else []
    if not zones and beside.phone:
        zones = list(likely_places(beside.phone).zones)
    return Permission(decision, [(zone, now.astimezone(ZoneInfo(zone))) for zone in zones[:3] if is_zone(zone)])


def read_conversation(request: BusinessRequest, conversation: Conversation) -> None:
    """Note that a member who may act has seen what is new."""
    if conversation.unread and may_act(request):
        threads.mark_read(conversation)


def seen_by(request: BusinessRequest) -> dict[str, str]:
    """Return which state of each part the browser shows: what static/js/live.js sends along."""
    return {name.removeprefix(LIVE): str(value) for name, value in request.GET.items() if name.startswith(LIVE)}
