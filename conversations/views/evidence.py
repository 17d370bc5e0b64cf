"""Why was this sent, or not sent; and a thread's receipts as a file."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import BusinessRequest, business_page
from conversations import selectors
from conversations.views.page import find_conversation, find_message

LEFT = {"sending", "sent", "delivered", "read", "unknown", "failed", "undelivered"}


@require_GET
@business_page()
def show_why(request: BusinessRequest, message_id: int) -> HttpResponse:
    message = find_message(request, message_id)
    context = {
        "message": message,
        "conversation": message.conversation,
        "receipts": selectors.receipts_of(message),
        "has_left": message.status in LEFT,
    }
    return render(request, "conversations/why.html", context)


@require_GET
@business_page()
def download_proof(request: BusinessRequest, conversation_id: int) -> HttpResponse:
    conversation = find_conversation(request, conversation_id)
    response = JsonResponse(selectors.proof_of(conversation), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="conversation-{conversation.pk}-proof.json"'
    response["Cache-Control"] = "private, no-store"
    return response
