"""Telephone calls that are over: who called, and the one row of work that tells the floor above."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.work import record
from contacts.consent import hash_address, lock_address
from conversations.channels.base import CallUpdate
from conversations.events import CallEnded
from conversations.inbox import people
from conversations.models import ChannelAccount


def hear_call(account: ChannelAccount, call: CallUpdate, *, now: datetime) -> None:
    """Record that an inbound call is over; the caller becomes a contact (inbound calls are a basis of their own).

    A repeat is told again: whoever acts on it goes by `call_id`.
    """
    if call.direction != "inbound":
        return
    with transaction.atomic():
        contact_id = _caller(account, call, now=now) if call.sender else 0
        fact = CallEnded(
            business_id=account.business_id,
            call_id=call.provider_id,
            account_id=account.pk,
            contact_id=contact_id,
            missed=call.missed,
            ended_at=(call.occurred_at or now).isoformat(),
        )
        record(fact, now=now)


def _caller(account: ChannelAccount, call: CallUpdate, *, now: datetime) -> int:
    address_hash = hash_address("phone", call.sender)
    lock_address(address_hash)
    known = people.points_at(account.business_id, address_hash).order_by("contact_id")
    pairs = list(known.values_list("contact_id", "contact__conversation__id"))
    person = people.find_person(
        account.business,
        known=pairs,
        address=call.sender,
        address_hash=address_hash,
        now=now,
        source="inbound call",
    )
    return person.contact_id
