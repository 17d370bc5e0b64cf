"""One conversation: thread, panel, what has changed in them, and writing into it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.clock import say_local_time
from accounts.policy import Capability
from contacts.eligibility import Decision
from conversations import threads
from conversations.forms import ComposeForm
from conversations.models import Conversation, Message
from conversations.outbox import Submitted
from conversations.views.inbox import draw_changes
from conversations.views.page import (
    Composer,
    back_to,
    find_conversation,
    inbox_context,
    read_conversation,
    read_inbox,
    seen_by,
    thread_context,
)

# Which yes answers which objection.
YES_TO = {
    "outside_hours": "hours",
    "zone_unknown": "hours",
    "suspected": "suspected",
    "filtered_topic": "content",
}


@require_GET
@business_page()
def show_conversation(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    conversation = find_conversation(request, conversation_id)
    read_conversation(request, conversation)
    return _page(request, conversation, Composer(), now=timezone.now())


@require_GET
@business_page()
def conversation_live(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Answer what has changed in list, thread and panel since the browser last looked; 204 for nothing."""
    conversation = find_conversation(request, conversation_id)
    read_conversation(request, conversation)
    now = timezone.now()
    inbox = read_inbox(request, current=conversation, now=now)
    if seen_by(request).get("pulse") == inbox.pulse:
        return HttpResponse(status=204)
    context = inbox_context(request, inbox, current=conversation)
    return draw_changes(request, context | thread_context(request, conversation, now=now))


@require_POST
@business_page(Capability.CONVERSE)
def send(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Send a member's text, or ask what must be answered first and keep what was typed."""
    conversation, now = find_conversation(request, conversation_id), timezone.now()
    form = ComposeForm(request.POST)
    if not form.is_valid():
        sentence = str(next(iter(form.errors.values()))[0])
        return _again(request, conversation, Composer(body=request.POST.get("body", ""), error=sentence), now=now)
    said = form.cleaned_data
    answer = threads.write(
        conversation,
        member=request.member,
        body=said["body"],
        idempotency_key=str(said["key"]),
        now=now,
        confirmations=tuple(said["confirm"]),
        stated_reason=said["stated_reason"],
    )
    if answer.status == "ask":
        return _again(request, conversation, _question(said, answer.decision), now=now)
    if answer.status == Message.Status.BLOCKED:
        refusal = answer.decision.objections[0].sentence if answer.decision.objections else "This cannot be sent."
        return _again(request, conversation, Composer(body=said["body"], error=f"Not sent. {refusal}"), now=now)
    return _sent(request, conversation, answer, now=now)


def _question(said: dict[str, Any], decision: Decision) -> Composer:
    held = [finding.reason for finding in decision.findings if finding.verdict == "hold"]
    asked = {YES_TO[reason] for reason in held if reason in YES_TO}
    return Composer(
        body=said["body"],
        key=str(said["key"]),
        question=decision.needs_confirmation or "",
        confirm=tuple(sorted(asked | set(said["confirm"]))),
        needs_reason="reason_needed" in held or bool(said["stated_reason"]),
        stated_reason=said["stated_reason"],
    )


def _sent(request: BusinessRequest, conversation: Conversation, answer: Submitted, *, now: datetime) -> HttpResponse:
    until = answer.decision.until
    later = until is not None and until > now
    note = f"It leaves {say_local_time(until, 'weekday')}." if later and until else ""
    if answer.status == Message.Status.HELD:
        note = "It waits for approval in the thread."
    if not request.htmx:
        messages.success(request, note or "Your text is on its way.")
        return back_to(request, conversation)
    conversation.refresh_from_db()
    response = _again(request, conversation, Composer(), now=now)
    told: dict[str, Any] = {"refresh": {}} | ({"toast": {"text": note, "tone": "info"}} if note else {})
    response["HX-Trigger"] = json.dumps(told)
    return response


def _again(request: BusinessRequest, conversation: Conversation, composer: Composer, *, now: datetime) -> HttpResponse:
    """Draw the composer alone for htmx, else the whole page with it."""
    if not request.htmx:
        return _page(request, conversation, composer, now=now)
    context = {"conversation": conversation, "contact": conversation.contact, "composer": composer, "may_act": True}
    return render(request, "conversations/_composer.html", context)


def _page(request: BusinessRequest, conversation: Conversation, composer: Composer, *, now: datetime) -> HttpResponse:
    inbox = read_inbox(request, current=conversation, now=now)
    context = inbox_context(request, inbox, current=conversation) | thread_context(request, conversation, now=now)
    return render(request, "conversations/thread.html", context | {"composer": composer})
