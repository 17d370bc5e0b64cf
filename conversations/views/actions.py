"""What members do with a conversation. Each posts, does one thing and leads back to the thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.consent import CannotLift
from conversations import handoff, outbox, selectors, threads
from conversations.forms import AssignForm, DecideForm, IntentForm, NoteForm, ReasonForm, StopForm
from conversations.models import Conversation, Triage
from conversations.views.page import back_to, find_conversation

REFUSALS = (threads.ThreadRefusal, handoff.AlreadyTaken, outbox.NotADraft, CannotLift)


def act(request: BusinessRequest, conversation: Conversation, action: Callable[[], Any], said: str) -> HttpResponse:
    """Do it, say so (or why not), and lead back."""
    try:
        action()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return back_to(request, conversation)


def refuse(request: BusinessRequest, conversation: Conversation, form: Form) -> HttpResponse:
    messages.error(request, str(next(iter(form.errors.values()))[0]))
    return back_to(request, conversation)


@require_POST
@business_page(Capability.CONVERSE)
def take_over(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    thread = find_conversation(request, conversation_id)
    return act(
        request,
        thread,
        lambda: threads.take_over(thread, member=request.member, now=timezone.now()),
        "You have it now. The assistant is quiet until you give it back.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def give_back(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    thread = find_conversation(request, conversation_id)
    return act(
        request,
        thread,
        lambda: threads.give_back(thread, member=request.member, now=timezone.now()),
        "The assistant answers the next message.",
    )


@require_http_methods(["GET", "POST"])
@business_page(Capability.CONVERSE)
def stop(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Ask once, by name and with the reason, then stop every message to this person."""
    thread = find_conversation(request, conversation_id)
    form = StopForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "conversations/stop.html", {"conversation": thread, "form": form})
    return act(
        request,
        thread,
        lambda: threads.stop_messaging(thread, member=request.member, now=timezone.now(), **form.cleaned_data),
        f"{thread.contact.name} gets no more messages. What was waiting is cancelled.",
    )


@require_http_methods(["GET", "POST"])
@business_page(Capability.CONVERSE)
def allow(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Lift the stops that a member may lift, with the reason."""
    thread = find_conversation(request, conversation_id)
    form = ReasonForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"conversation": thread, "form": form, "stops": selectors.read_beside(thread).stops}
        return render(request, "conversations/allow.html", context)
    return act(
        request,
        thread,
        lambda: threads.allow_again(thread, member=request.member, now=timezone.now(), **form.cleaned_data),
        f"Messages to {thread.contact.name} are allowed again. The reason is on record.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def close(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Close a conversation, or open it again."""
    thread = find_conversation(request, conversation_id)
    if thread.state == Conversation.State.CLOSED:
        return act(request, thread, lambda: threads.reopen(thread), "The conversation is open again.")
    return act(
        request,
        thread,
        lambda: threads.close(thread, now=timezone.now()),
        "Closed. A new message from them opens it again.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def assign(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    thread = find_conversation(request, conversation_id)
    form = AssignForm(request.POST, business=request.business)
    if not form.is_valid():
        messages.error(request, "This person is not an active member of the business. Choose somebody else.")
        return back_to(request, thread)
    to = form.cleaned_data["member"]
    return act(
        request, thread, lambda: threads.assign(thread, to=to), f"It is {to}'s now." if to else "It is nobody's now."
    )


@require_POST
@business_page(Capability.CONVERSE)
def decide(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Settle a suspected opt-out."""
    thread = find_conversation(request, conversation_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return refuse(request, thread, form)
    is_opt_out = form.cleaned_data["answer"] == "opt_out"
    return act(
        request,
        thread,
        lambda: threads.decide_suspected(
            thread,
            is_opt_out=is_opt_out,
            member=request.member,
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
        "It counts as an opt-out." if is_opt_out else "It is no opt-out. The message is answered like any other.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def correct(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    """Say what a message really meant."""
    thread = find_conversation(request, conversation_id)
    form = IntentForm(request.POST)
    if not form.is_valid():
        return refuse(request, thread, form)
    readings = Triage.objects.for_business(request.business).filter(message__conversation=thread)
    triage = get_object_or_404(readings.select_related("message__conversation"), pk=form.cleaned_data["triage"])
    intent = form.cleaned_data["intent"]
    return act(
        request,
        thread,
        lambda: threads.correct_intent(triage, intent=intent, member=request.member, now=timezone.now()),
        "Thank you. What the assistant read stays beside it.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def note(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    thread = find_conversation(request, conversation_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refuse(request, thread, form)
    body = form.cleaned_data["body"]
    return act(
        request,
        thread,
        lambda: threads.add_note(thread, member=request.member, body=body, now=timezone.now()),
        "The note is saved. It is never sent.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def mark_unread(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    thread = find_conversation(request, conversation_id)
    threads.mark_unread(thread)
    messages.success(request, f"{thread.contact.name} is marked as unread.")
    return redirect("conversations", slug=request.business.slug)
