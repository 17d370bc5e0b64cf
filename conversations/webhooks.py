"""Providers call in: verify, parse, store, answer. In that order, in one base class, and never more than that.

No model and no provider is called from here. What is not stored is answered with 5xx and fetched later by catch-up.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from conversations import inbox, outbox
from conversations.channels.base import MalformedWebhook, ReceiveAdapter
from conversations.channels.registry import adapter
from conversations.channels.twilio import voice
from conversations.inbox.senders import WebhookSender, find_sender

log = structlog.get_logger(__name__)

# Before a mobile's own voicemail takes the call, which would look like somebody had answered.
RING_SECONDS = 18
# Anybody can post these: they are answered, and nothing was missed.
MALFORMED = (MalformedWebhook, SuspiciousOperation, BadRequest, MultiPartParserError)
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@method_decorator(csrf_exempt, name="dispatch")
class ProviderWebhook(View):
    """One signed call of a provider.

    Unknown key 404, wrong method 405, bad signature 403, malformed 400, not stored 503.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: str, **path: Any) -> HttpResponse:
        now = timezone.now()
        sender: WebhookSender | None = None
        try:
            sender = find_sender(key)
            if sender is None:
                return HttpResponse("No sender has this address.", status=404, content_type="text/plain")
            receiver = adapter(sender.account.provider).receiver
            verified = self._verified(request, key, sender, receiver)
            if verified is None:
                log.warning("webhook_signature_refused", kind=type(self).__name__)
                inbox.note_refused(sender.account.pk, now=now)
                return HttpResponse("The signature is not right.", status=403, content_type="text/plain")
            sender = verified
            answer = self._store_surely(sender, receiver, request, now=now, **path)
            # Not the time at which this request began: a catch-up may have listed since.
            inbox.recall_gaps(now=timezone.now())
        except MALFORMED as error:
            log.warning("webhook_malformed", kind=type(self).__name__, error=type(error).__name__)
            return HttpResponse("This is not a message.", status=400, content_type="text/plain")
        except Exception as error:
            # Twilio does not repeat a message webhook, so the gap is noted before anything else.
            log.error("webhook_not_stored", kind=type(self).__name__, error=type(error).__name__)
            inbox.note_a_gap(None if isinstance(error, Error) or not sender else sender.account.pk, now=now)
            return HttpResponse(status=503)
        return HttpResponse(answer, content_type="text/xml")

    def _verified(
        self, request: HttpRequest, key: str, sender: WebhookSender, receiver: ReceiveAdapter
    ) -> WebhookSender | None:
        """Return the sender whose secret signed this, None where nobody's did; a new secret is looked up at once."""
        url = settings.PUBLIC_URL.rstrip("/") + request.get_full_path()
        if receiver.verify(url, request.POST, request.headers, sender.secret):
            return sender
        fresh = find_sender(key, fresh=True)
        if fresh is None or fresh.secret == sender.secret:
            return None
        return fresh if receiver.verify(url, request.POST, request.headers, fresh.secret) else None

    def _store_surely(self, *call: Any, now: datetime, **path: Any) -> str:
        """Store, once more on a fresh connection where the kept one has died: a repeat changes nothing.

        Django would ask the database before each request whether it is there, which costs as much as storing does.
        """
        kept = connection.connection
        connection.health_check_done = True  # type: ignore[attr-defined]
        try:
            return self.store(*call, now=now, **path)
        except (OperationalError, InterfaceError):
            # Where it died in a transaction Django has opened another already.
            if connection.in_atomic_block or (connection.connection is kept and connection.is_usable()):
                raise
            connection.close()
            return self.store(*call, now=now, **path)

    def store(
        self, sender: WebhookSender, receiver: ReceiveAdapter, request: HttpRequest, *, now: datetime, **path: Any
    ) -> str:
        """Parse and commit; return the body of the answer. Raises MalformedWebhook."""
        raise NotImplementedError


class InboundMessage(ProviderWebhook):
    def store(
        self, sender: WebhookSender, receiver: ReceiveAdapter, request: HttpRequest, *, now: datetime, **path: Any
    ) -> str:
        inbox.receive(sender.account, receiver.parse_inbound(request.POST), now=now)
        return EMPTY


class MessageStatus(ProviderWebhook):
    def store(
        self, sender: WebhookSender, receiver: ReceiveAdapter, request: HttpRequest, *, now: datetime, **path: Any
    ) -> str:
        uid: uuid.UUID = path["uid"]
        update = receiver.parse_status(request.POST, {"message": str(uid)})
        outbox.store_callback(sender.account, update, now=now)
        return EMPTY


class Call(ProviderWebhook):
    """A call rings the business's own line; how it ended is told to the floor above as `CallEnded`."""

    def store(
        self, sender: WebhookSender, receiver: ReceiveAdapter, request: HttpRequest, *, now: datetime, **path: Any
    ) -> str:
        call = receiver.parse_call(request.POST)
        if call.ended:
            inbox.hear_call(sender.account, call, now=now)
            return voice.do_nothing()
        business = sender.account.business
        if not business.phone or business.phone == sender.account.sender or call.direction != "inbound":
            return voice.end_call()
        return voice.forward_call(
            to=business.phone,
            caller=call.sender,
            action=settings.PUBLIC_URL.rstrip("/") + request.path,
            ring_seconds=RING_SECONDS,
        )
