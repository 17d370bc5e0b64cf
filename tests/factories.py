"""One function per thing; the business is always named."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Business, Member, User
from contacts.consent import ConsentDraft, hash_address, record_consents
from contacts.models import ConsentRecord, Contact, ContactPoint
from conversations.models import ChannelAccount, Conversation

# A Tuesday, 11:00 in New York and 08:00 in Los Angeles: inside every state's hours but the strictest.
NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
_numbers = itertools.count(1)

# Area codes with one state and one zone each.
AREA_CODES = {"NY": "212", "FL": "305", "CO": "303", "CA": "213", "TX": "214", "WA": "206"}


def fictional_phone(area: str = "646") -> str:
    """Return a number that belongs to nobody: area code, 555, 0100 to 0199. Tests that choose one choose 212."""
    return f"+1{area}5550{100 + next(_numbers) % 100}"


def make_user(email: str, *, name: str = "", **fields: Any) -> User:
    return User.objects.create_user(email, "correct horse battery", name=name or email.split("@")[0].title(), **fields)


def make_business(slug: str = "harbor-plumbing", *, is_demo: bool = True, **fields: Any) -> Business:
    values: Any = {
        "name": slug.replace("-", " ").title(),
        "sender_name": slug.replace("-", " ").title(),
        "zone": "America/New_York",
        "state": "NY",
        "phone": "+12125550100",
        "postal_address": "12 Harbor Street, New York, NY 10004",
        "reply_wait_seconds": 0,
        **fields,
    }
    return Business.objects.create(slug=slug, is_demo=is_demo, **values)


def make_member(business: Business, *, role: str = "owner", email: str = "") -> Member:
    user = make_user(email or f"{role}@{business.slug}.example")
    return Member.objects.create(business=business, user=user, role=role)


def make_account(business: Business, *, sender: str = "+12125550101", **fields: Any) -> ChannelAccount:
    values: Any = {
        "provider": "sandbox" if business.is_demo else "twilio",
        "kind": "sandbox" if business.is_demo else "long_code",
        "account_sid": f"AC{business.pk:032d}",
        "credentials": '{"auth_token": "sandbox-token"}',
        "segments_per_second": 1000.0,
        "registration": "not_needed" if business.is_demo else "registered",
        "carrier_answers_keywords": False,
        "checked_at": NOW,
        "inbound_seen_at": NOW,
        **fields,
    }
    return ChannelAccount.objects.create(business=business, sender=sender, **values)


def make_contact(
    business: Business, *, phone: str | None = None, consent: bool = True, first_name: str = "Maria", **fields: Any
) -> Contact:
    """Make a contact with one phone and, unless told otherwise, express written consent from a year ago."""
    values: Any = {
        "last_dealing_at": NOW - timedelta(days=400),
        "state": "NY",
        "country": "US",
        "zone": "America/New_York",
        "source": "website",
        **fields,
    }
    contact = Contact.objects.create(business=business, first_name=first_name, **values)
    make_point(contact, address=phone or fictional_phone())
    if consent:
        make_consent(contact)
    return contact


def make_point(contact: Contact, *, address: str, kind: str = "phone", **fields: Any) -> ContactPoint:
    values: Any = fields
    return ContactPoint.objects.create(
        business=contact.business,
        contact=contact,
        kind=kind,
        address=address,
        address_hash=hash_address(kind, address),
        is_primary=not contact.points.filter(kind=kind).exists(),
        **values,
    )


def make_consent(contact: Contact, **fields: Any) -> ConsentRecord:
    point = contact.points.get(kind="phone", is_primary=True)
    values: Any = {
        "kind_of_address": "phone",
        "address": point.address,
        "action": "granted",
        "kind": "express_written",
        "source": "web form",
        "obtained_at": NOW - timedelta(days=365),
        "contact_id": contact.pk,
        "facts": {"wording": "Yes, text me about my service. Reply STOP to stop."},
        **fields,
    }
    return record_consents(contact.business, [ConsentDraft(**values)], now=NOW)[0]


def make_conversation(contact: Contact, **fields: Any) -> Conversation:
    values: Any = {"opened_at": NOW, "last_message_at": NOW, **fields}
    return Conversation.objects.create(business=contact.business, contact=contact, **values)
