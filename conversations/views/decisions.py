"""Deciding on drafts and on whose a message is, and taking and finishing tasks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import BusinessRequest, business_page
from accounts.policy import Capability
from contacts.models import Contact
from conversations import handoff, moving, outbox
from conversations.forms import DoneForm, DraftForm, MoveForm
from conversations.models import Handoff, Message
from conversations.views.actions import act, refuse
from conversations.views.page import back_to, find_inbound, find_message
from conversations.views.thread import YES_TO


@require_POST
@business_page(Capability.CONVERSE)
def approve_draft(request: BusinessRequest, message_id: int) -> HttpResponse:
    """Let a draft leave, as it is or in the member's own words; the rules decide once more."""
    draft = find_message(request, message_id)
    form = DraftForm(request.POST)
    assert draft.conversation is not None
    if not form.is_valid():
        return refuse(request, draft.conversation, form)
    # Approving by hand answers the question that a member's own held text was stopped by.
    yes = (YES_TO[draft.status_reason],) if draft.status_reason in YES_TO else ()
    try:
        answer = outbox.approve(
            draft, member=request.member, now=timezone.now(), body=form.cleaned_data["body"], confirmations=yes
        )
    except outbox.NotADraft as refusal:
        messages.error(request, str(refusal))
        return back_to(request, draft.conversation)
    objections = answer.decision.objections
    if answer.status == Message.Status.QUEUED:
        messages.success(request, objections[0].sentence if objections else "Approved. It is on its way.")
    else:
        messages.error(request, objections[0].sentence if objections else "It could not leave.")
    return back_to(request, draft.conversation)


@require_POST
@business_page(Capability.CONVERSE)
def reject_draft(request: BusinessRequest, message_id: int) -> HttpResponse:
    draft = find_message(request, message_id)
    form = DraftForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    assert draft.conversation is not None
    return act(
        request,
        draft.conversation,
        lambda: outbox.reject(draft, member=request.member, now=timezone.now(), why=why),
        "Turned down. It never leaves.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def move(request: BusinessRequest, inbound_id: int) -> HttpResponse:
    """Move a message from a shared phone to the conversation of the person it is from, and go there."""
    message = find_inbound(request, inbound_id)
    form = MoveForm(request.POST)
    assert message.conversation is not None
    if not form.is_valid():
        return refuse(request, message.conversation, form)
    people = Contact.objects.for_business(request.business).select_related("business")
    to = get_object_or_404(people, pk=form.cleaned_data["contact"])
    try:
        thread = moving.move_message(message, to=to, member=request.member, now=timezone.now())
    except moving.MoveRefused as refusal:
        messages.error(request, str(refusal))
        return back_to(request, message.conversation)
    messages.success(request, f"Moved. This is the conversation of {to.name}; a note stands in both.")
    return back_to(request, thread)


def _find_task(request: BusinessRequest, handoff_id: int) -> Handoff:
    rows = Handoff.objects.for_business(request.business).select_related("conversation__contact", "taken_by__user")
    return get_object_or_404(rows, pk=handoff_id)


@require_POST
@business_page(Capability.CONVERSE)
def take_handoff(request: BusinessRequest, handoff_id: int) -> HttpResponse:
    task = _find_task(request, handoff_id)
    return act(
        request,
        task.conversation,
        lambda: handoff.take(task, member=request.member, now=timezone.now()),
        f"{task.conversation.contact.name} is yours. Everybody else sees that.",
    )


@require_POST
@business_page(Capability.CONVERSE)
def finish_handoff(request: BusinessRequest, handoff_id: int) -> HttpResponse:
    task = _find_task(request, handoff_id)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return refuse(request, task.conversation, form)
    outcome = form.cleaned_data["outcome"] or "Done"
    return act(
        request,
        task.conversation,
        lambda: handoff.finish(task, member=request.member, outcome=outcome, now=timezone.now()),
        "Done.",
    )
