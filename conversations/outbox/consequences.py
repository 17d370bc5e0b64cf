"""What a provider's error means beyond its message: an address that cannot be written to, a broken sender."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction

from contacts.consent import StopFacts, suppress
from contacts.models import ContactPoint, Suppression
from conversations.channels.base import ErrorMeaning, ErrorScope
from conversations.models import ChannelAccount, Message
from conversations.outbox.asks import kind_of_address

SENDER_FAULTS = frozenset({ErrorMeaning.UNREGISTERED, ErrorMeaning.SENDER, ErrorMeaning.AUTH})
SUPPRESSED_FOR = {
    ErrorMeaning.OPTED_OUT: Suppression.Reason.CARRIER,
    ErrorMeaning.INVALID_NUMBER: Suppression.Reason.INVALID,
    ErrorMeaning.LANDLINE: Suppression.Reason.INVALID,
}


class Fault(Protocol):
    """A ChannelError or a row of a provider's error table."""

    @property
    def meaning(self) -> ErrorMeaning: ...
    @property
    def scope(self) -> ErrorScope: ...
    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def advice(self) -> str: ...


@transaction.atomic
def draw_consequences(message_id: int, fault: Fault, *, now: datetime) -> None:
    """Act on what a failed message tells about its address or its sender. Doing it twice changes nothing."""
    touches_sender = fault.meaning in SENDER_FAULTS and fault.scope in (ErrorScope.SENDER, ErrorScope.ACCOUNT)
    if not touches_sender and fault.meaning not in SUPPRESSED_FOR:
        return
    message = Message.across_businesses.select_related("business", "account", "contact").get(pk=message_id)
    if touches_sender and message.account is not None:
        note_problem(message.account, fault)
    if touches_sender:
        return
    _note_on_point(message, fault)
    suppress(
        message.business,
        kind_of_address=kind_of_address(message.channel),
        address=message.address,
        reason=SUPPRESSED_FOR[fault.meaning],
        facts=StopFacts(
            contact_id=message.contact_id, message=str(message.uid), note=f"{fault.sentence} [{fault.code}]"
        ),
        now=now,
    )


def note_problem(account: ChannelAccount, fault: Fault) -> None:
    """Stop the sender with a sentence; what is queued waits until the channel has been tested again."""
    accounts = ChannelAccount.objects.for_business(account.business_id)
    if fault.scope is ErrorScope.ACCOUNT:
        accounts = accounts.filter(account_sid=account.account_sid)
    else:
        accounts = accounts.filter(pk=account.pk)
    accounts.update(problem=f"{fault.sentence} {fault.advice}".strip()[:300])


def _note_on_point(message: Message, fault: Fault) -> None:
    points = ContactPoint.objects.for_business(message.business_id).filter(address_hash=message.address_hash)
    if fault.meaning is ErrorMeaning.LANDLINE:
        points.update(line_type=ContactPoint.LineType.LANDLINE, line_type_source=f"carrier error {fault.code}"[:40])
    if fault.meaning is ErrorMeaning.INVALID_NUMBER:
        points.update(state=ContactPoint.State.INVALID, state_reason=fault.sentence[:200])
