"""New details that a contact writes: kept on the record, the old ones in its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from contacts.addresses import parse_email, parse_phone
from contacts.consent import hash_address
from contacts.standing import UPDATABLE, add_address, update_contact_field
from conversations.models import Message


def apply(message: Message, facts: Mapping[str, str], *, now: datetime) -> list[str]:
    """Write what the facts of a reading name; return the names of what changed."""
    contact = message.contact
    if contact is None:
        return []
    origin, changed = f"message:{message.uid}", []
    for field in UPDATABLE:
        value = facts.get(field, "")
        if update_contact_field(contact, field=field, value=value, origin=origin, now=now):
            changed.append(field)
    phone = parse_phone(facts.get("phone"), region=contact.country or message.business.country).e164
    email = parse_email(facts.get("email")).email
    for kind, address in (("phone", phone), ("email", email)):
        if address and add_address(
            contact, kind=kind, address=address, address_hash=hash_address(kind, address), origin=origin, now=now
        ):
            changed.append(kind)
    return changed
