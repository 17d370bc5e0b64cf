"""How these tests ask for a message."""

from __future__ import annotations

import itertools
from typing import Any

from contacts.eligibility import Purpose
from contacts.models import Contact
from conversations.outbox import SubmitRequest

_keys = itertools.count(1)


def ask(contact: Contact, *, purpose: Purpose = Purpose.CAMPAIGN, key: str = "", **fields: Any) -> SubmitRequest:
    """Return a request to write to a contact; every one has its own reason and key unless told."""
    number = next(_keys)
    values: dict[str, Any] = {
        "body": "Time for a check of your boiler?",
        "author": "campaign" if purpose is Purpose.CAMPAIGN else "assistant",
        "reason_key": f"reason {number}",
        "origin_group": "campaign:1" if purpose is Purpose.CAMPAIGN else "",
        **fields,
    }
    return SubmitRequest(
        business_id=contact.business_id,
        contact_id=contact.pk,
        purpose=purpose,
        idempotency_key=key or f"key {number}",
        **values,
    )
