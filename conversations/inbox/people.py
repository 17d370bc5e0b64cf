"""Whose message is it: the contact behind an address, also where a household shares it or nobody knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Business
from contacts.addresses import is_toll_free, likely_places
from contacts.consent import ConsentDraft, record_consents
from contacts.models import ConsentRecord, Contact, ContactPoint
from conversations.models import Conversation, Message

SOURCE = "inbound text"


@dataclass(frozen=True, slots=True)
class Person:
    """The contact and thread a message belongs to; `is_new`: nobody had this address before."""

    contact: Contact
    conversation: Conversation
    is_new: bool


def find_person(business: Business, *, address: str, address_hash: str, now: datetime, source: str = SOURCE) -> Person:
    """Return who writes from this address, made where nobody has it. The caller holds the address lock.

    A household's address goes to the contact last written to there; where none was, to the one known longest, and
    `is_anyones_guess` then tells the assistant to leave it to a person.
    """
    points = list(
        ContactPoint.objects.for_business(business)
        .filter(address_hash=address_hash, kind="phone")
        .exclude(state=ContactPoint.State.DETACHED)
        .select_related("contact__conversation")
        .order_by("contact_id")
    )
    if not points:
        contact = _make_contact(business, address=address, address_hash=address_hash, source=source)
        return Person(contact, open_conversation(business, contact, now=now), True)
    contacts = [point.contact for point in points]
    contact = contacts[0] if len(contacts) == 1 else _last_written_to(business, address_hash, contacts)
    return Person(contact, open_conversation(business, contact, now=now), False)


def _last_written_to(business: Business, address_hash: str, contacts: list[Contact]) -> Contact:
    last = (
        Message.objects.for_business(business)
        .filter(
            address_hash=address_hash,
            direction=Message.Direction.OUT,
            handed_over_at__isnull=False,
            contact__in=contacts,
        )
        .order_by("-handed_over_at")
        .values_list("contact_id", flat=True)
        .first()
    )
    return next((contact for contact in contacts if contact.pk == last), contacts[0])


def is_anyones_guess(message: Message) -> bool:
    """Say whether several contacts share the address of an inbound message and nobody had written to any of them."""
    sharing = (
        ContactPoint.objects.for_business(message.business_id)
        .filter(address_hash=message.address_hash, kind="phone")
        .exclude(state=ContactPoint.State.DETACHED)
        .values("contact_id")
        .distinct()
        .count()
    )
    if sharing < 2:
        return False
    written = Message.objects.for_business(message.business_id).filter(
        address_hash=message.address_hash, direction=Message.Direction.OUT, handed_over_at__isnull=False
    )
    return not written.exists()


def _make_contact(business: Business, *, address: str, address_hash: str, source: str) -> Contact:
    places = likely_places(address) if address.startswith("+") else None
    contact = Contact.objects.create(
        business=business,
        source=source,
        country=places.country if places else "",
        state=places.states[0] if places and len(places.states) == 1 else "",
    )
    ContactPoint.objects.create(
        business=business,
        contact=contact,
        kind="phone",
        address=address,
        address_hash=address_hash,
        line_type=ContactPoint.LineType.TOLL_FREE if is_toll_free(address) else ContactPoint.LineType.UNKNOWN,
        is_primary=True,
    )
    return contact


def record_inbound_consent(business: Business, contact: Contact, *, message: Message, now: datetime) -> None:
    """Record that this person wrote first: the basis for answers, never for a campaign."""
    draft = ConsentDraft(
        kind_of_address="phone",
        address=message.address,
        action=ConsentRecord.Action.GRANTED,
        kind=ConsentRecord.Kind.INBOUND,
        scope=ConsentRecord.Scope.TRANSACTIONAL,
        source=SOURCE,
        obtained_at=message.created_at,
        contact_id=contact.pk,
        facts={"message": str(message.uid)},
    )
    record_consents(business, [draft], now=now)


def open_conversation(business: Business, contact: Contact, *, now: datetime) -> Conversation:
    """Return the contact's one thread, made on first use; two addresses of one contact may ask at the same time."""
    found = getattr(contact, "conversation", None)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Conversation.objects.create(business=business, contact=contact, opened_at=now, last_message_at=now)
    except IntegrityError:
        return Conversation.objects.for_business(business).get(contact=contact)
