"""How these tests ask for a message."""

from __future__ import annotations

import itertools
from typing import Any

from contacts.eligibility import Purpose
from contacts.models import Contact
from conversations.models import Message
from conversations.outbox import SubmitRequest, Submitted
from tests.factories import NOW

_keys = itertools.count(1)


def ask(contact: Contact, *, purpose: Purpose = Purpose.CAMPAIGN, key: str = "", **fields: Any) -> SubmitRequest:
    """Return a request to write to a contact; every one has its own reason and key unless told."""
    number = next(_keys)
    values: dict[str, Any] = {
        "body": "Time for a check of your boiler?",
        "author": "campaign" if purpose is Purpose.CAMPAIGN else "assistant",
        "reason_key": f"reason {number}",
        "origin_group": "campaign:1" if purpose is Purpose.CAMPAIGN else "",
        "answered_at": None if purpose is Purpose.CAMPAIGN else NOW,
        **fields,
    }
    return SubmitRequest(
        business_id=contact.business_id,
        contact_id=contact.pk,
        purpose=purpose,
        idempotency_key=key or f"key {number}",
        **values,
    )


def status_of(answer: Submitted) -> str:
    """Return the status that the message has now."""
    return str(Message.across_businesses.get(pk=answer.message_id).status)
