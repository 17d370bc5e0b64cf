"""What contacts write, for the tests of the way in."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from contacts.consent import hash_address
from contacts.models import Contact
from conversations.channels.base import InboundText
from conversations.models import ChannelAccount, Conversation, Message
from tests.factories import NOW

MARIA = "+12125550110"
STRANGER = "+12125550177"
_sids = itertools.count(1)


def text(body: str, *, sender: str = MARIA, to: str = "+12125550101", **fields: Any) -> InboundText:
    values: dict[str, Any] = {
        "provider_id": f"SM{next(_sids):032d}",
        "media": (),
        "received_at": None,
        "opt_out_type": None,
        "raw": {},
        "num_segments": 1,
        **fields,
    }
    return InboundText(to=to, sender=sender, body=body, **values)


def make_outbound(
    contact: Contact,
    account: ChannelAccount,
    *,
    status: str = "queued",
    purpose: str = "campaign",
    author: str = "campaign",
    at: datetime = NOW,
    address: str = "",
    **fields: Any,
) -> Message:
    """Make an outbound message as the outbox leaves it: waiting, or handed over at `at`."""
    address = address or contact.points.get(kind="phone", is_primary=True).address
    conversation, _ = Conversation.across_businesses.get_or_create(
        business=contact.business, contact=contact, defaults={"opened_at": at, "last_message_at": at}
    )
    values: Any = {
        "body": "Hello from Harbor Plumbing.",
        "created_at": at,
        "due_at": at if status == "queued" else None,
        "handed_over_at": at if status in ("sent", "delivered") else None,
        **fields,
    }
    return Message.objects.create(
        business=contact.business,
        conversation=conversation,
        contact=contact,
        account=account,
        direction="out",
        author=author,
        purpose=purpose,
        status=status,
        address=address,
        address_hash=hash_address("phone", address),
        sender=account.sender,
        **values,
    )
