"""Whose message is it: the contact behind an address, also where a household shares it or nobody knows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Business
from accounts.tenancy import BusinessQuerySet
from contacts.addresses import is_toll_free, likely_places
from contacts.consent import ConsentDraft, record_consents
from contacts.models import ConsentRecord, Contact, ContactPoint
from conversations.models import Conversation, Message

SOURCE = "inbound text"


@dataclass(frozen=True, slots=True)
class Person:
    """The contact and thread a message belongs to; `is_new`: nobody had this address before."""

    contact_id: int
    conversation_id: int
    is_new: bool


def find_person(
    business: Business,
    *,
    known: Sequence[tuple[int, int | None]],
    address: str,
    address_hash: str,
    now: datetime,
    source: str = SOURCE,
) -> Person:
    """Return who writes from this address, made where nobody has it. The caller holds the address lock.

    `known`: the contacts that have the address, with their threads, longest known first. A household's address goes to
    the contact last written to there; where none was, to the one known longest, and `is_anyones_guess` then tells the
    assistant to leave it to a person.
    """
    if not known:
        contact_id = _make_contact(business, address=address, address_hash=address_hash, source=source)
        return Person(contact_id, open_thread(business, contact_id, now=now), True)
    contact_id, thread = known[0] if len(known) == 1 else _last_written_to(business, address_hash, known)
    return Person(contact_id, thread or open_thread(business, contact_id, now=now), False)


def _last_written_to(
    business: Business, address_hash: str, known: Sequence[tuple[int, int | None]]
) -> tuple[int, int | None]:
    last = (
        _written(business, address_hash)
        .filter(contact__in=[contact_id for contact_id, _ in known])
        .order_by("-handed_over_at")
        .values_list("contact_id", flat=True)
        .first()
    )
    return next((pair for pair in known if pair[0] == last), known[0])


def _written(business: Business | int, address_hash: str) -> BusinessQuerySet[Message]:
    return Message.objects.for_business(business).filter(
        address_hash=address_hash, direction=Message.Direction.OUT, handed_over_at__isnull=False
    )


def points_at(business: Business | int, address_hash: str) -> BusinessQuerySet[ContactPoint]:
    """Return the points of all who have a telephone number."""
    points = ContactPoint.objects.for_business(business).filter(address_hash=address_hash, kind="phone")
    return points.exclude(state=ContactPoint.State.DETACHED)


def is_anyones_guess(message: Message) -> bool:
    """Say whether several contacts share the address of an inbound message and nobody had written to any of them."""
    sharing = points_at(message.business_id, message.address_hash).values("contact_id").distinct().count()
    return sharing > 1 and not _written(message.business_id, message.address_hash).exists()


def _make_contact(business: Business, *, address: str, address_hash: str, source: str) -> int:
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
    return contact.pk


def open_thread(business: Business, contact_id: int, *, now: datetime) -> int:
    """Return the contact's one thread, made on first use; two addresses of one contact may ask at the same time."""
    try:
        with transaction.atomic():
            thread = Conversation(business=business, contact_id=contact_id, opened_at=now, last_message_at=now)
            thread.save(force_insert=True)
            return thread.pk
    except IntegrityError:
        return Conversation.objects.for_business(business).get(contact=contact_id).pk


def record_inbound_consent(message: Message, *, now: datetime) -> None:
    """Record that this person wrote first: the basis for answers, never for a campaign."""
    draft = ConsentDraft(
        kind_of_address="phone",
        address=message.address,
        action=ConsentRecord.Action.GRANTED,
        kind=ConsentRecord.Kind.INBOUND,
        scope=ConsentRecord.Scope.TRANSACTIONAL,
        source=SOURCE,
        obtained_at=message.created_at,
        contact_id=message.contact_id,
        facts={"message": str(message.uid)},
    )
    record_consents(message.business, [draft], now=now)
