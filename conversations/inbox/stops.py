"""What a stop, a start or a call for help does inside the inbound transaction, and the one fact it leaves behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.work import Fact
from contacts.consent import LIFTED_BY_START, StopFacts, active_suppressions, lift, suppress
from contacts.models import ContactPoint, Suppression
from conversations.events import CameBack, HelpAsked, MessageReceived, OptedOut
from conversations.inbox.signals import Ask, Signal, is_carrier_word, read_signal
from conversations.models import Message
from conversations.reading.optout import OptOutScope

Reason = Suppression.Reason

# After one of these the address is opted out already: a further stop is obeyed and not confirmed again.
OPTED_OUT = frozenset({Reason.TEXT_OPT_OUT, Reason.OWN_WORDS, Reason.CARRIER})

FETCHED = "via:catch_up"
# From when on the order of two messages is certain. The provider's records have whole seconds; a webhook carries no
# time at all, so that its arrival counts, and two of them may overtake each other on the way.
BY_PROVIDER = timedelta(seconds=1)
BY_ARRIVAL = timedelta(seconds=3)
# One by the provider's clock, one by ours, which may be off.
BY_TWO_CLOCKS = timedelta(minutes=1)


def obey(message: Message, signal: Signal, *, carrier_answered: bool, now: datetime) -> Fact | None:
    """Do what the message asks, in the caller's transaction under the address lock; return the fact to record.

    None where the carrier has answered HELP itself and nothing is left to do.
    """
    if signal.ask in (Ask.STOP, Ask.SUSPECTED):
        return _stop(message, signal, carrier_answered=carrier_answered, now=now) or _received(message)
    if signal.ask is Ask.START:
        return _come_back(message, signal, carrier_answered=carrier_answered, now=now) or _received(message)
    if signal.ask is Ask.HELP:
        return None if carrier_answered else HelpAsked(**_ids(message))
    return _received(message)


def _ids(message: Message) -> dict[str, int]:
    return {
        "business_id": message.business_id,
        "message_id": message.pk,
        "conversation_id": message.conversation_id or 0,
        "contact_id": message.contact_id or 0,
    }


def _received(message: Message) -> MessageReceived:
    return MessageReceived(**_ids(message))


def _stop(message: Message, signal: Signal, *, carrier_answered: bool, now: datetime) -> OptedOut | None:
    """Suppress what was meant (ruling 6). None where only email was meant and the contact has no email address."""
    certain = signal.ask is Ask.STOP
    if certain and signal.scope is OptOutScope.EMAIL:
        return _stop_email(message, signal, now=now)
    active = list(active_suppressions(message.business, [message.address_hash]))
    was_out = any(row.reason in OPTED_OUT for row in active)
    everything = certain and signal.scope is OptOutScope.ALL
    row, is_new = suppress(
        message.business,
        kind_of_address="phone",
        address=message.address,
        reason=_reason(signal),
        facts=_facts(message, signal),
        now=now,
        all_channels=everything,
        active=active,
    )
    if everything:
        _stop_other_addresses(message, signal, now=now)
    confirm = certain and is_new and not was_out and not carrier_answered
    return OptedOut(**_ids(message), suppression_id=row.pk, reason=row.reason, confirm=confirm)


def _reason(signal: Signal) -> str:
    if signal.ask is Ask.SUSPECTED:
        return Reason.SUSPECTED
    return Reason.TEXT_OPT_OUT if signal.by_keyword else Reason.OWN_WORDS


def _facts(message: Message, signal: Signal) -> StopFacts:
    return StopFacts(contact_id=message.contact_id, words=signal.words[:500], message=str(message.uid))


def _other_points(message: Message, kind: str | None = None) -> list[ContactPoint]:
    points = (
        ContactPoint.objects.for_business(message.business_id)
        .filter(contact=message.contact)
        .exclude(address_hash=message.address_hash)
        .exclude(state=ContactPoint.State.DETACHED)
        .order_by("address_hash")
    )
    return list(points.filter(kind=kind) if kind else points)


def _stop_email(message: Message, signal: Signal, *, now: datetime) -> OptedOut | None:
    row: Suppression | None = None
    for point in _other_points(message, "email"):
        row, _ = suppress(
            message.business,
            kind_of_address="email",
            address=point.address,
            reason=Reason.DO_NOT_EMAIL,
            facts=_facts(message, signal),
            now=now,
        )
    if row is None:
        return None
    return OptedOut(**_ids(message), suppression_id=row.pk, reason=row.reason, confirm=False)


def _stop_other_addresses(message: Message, signal: Signal, *, now: datetime) -> None:
    """'Never contact me again' reaches every address of this contact."""
    for point in _other_points(message):
        suppress(
            message.business,
            kind_of_address=point.kind,
            address=point.address,
            reason=Reason.DO_NOT_EMAIL if point.kind == "email" else Reason.OWN_WORDS,
            facts=_facts(message, signal),
            now=now,
            all_channels=point.kind != "email",
        )


def _come_back(message: Message, signal: Signal, *, carrier_answered: bool, now: datetime) -> CameBack | None:
    """Lift the text opt-outs said before this message (ruling 8). None where the word lifts nothing."""
    active = list(
        active_suppressions(message.business, [message.address_hash])
        .filter(reason__in=LIFTED_BY_START)
        .select_related("business", "detail")
    )
    if signal.is_yes:
        active = [row for row in active if _is_blocked_by_carrier(row, message)]
    if not active or _stopped_again(message):
        return None
    older = [row for row in active if _was_said_before(row, message)]
    for row in older:
        lift(row, why="The contact wrote START.", evidence=f"message:{message.uid}", now=now)
    return CameBack(**_ids(message), confirm=not carrier_answered) if older else None


def _is_blocked_by_carrier(row: Suppression, message: Message) -> bool:
    """The carrier blocks after its own words only: only then is "yes" its word for coming back, not an answer to us."""
    if row.reason != Reason.TEXT_OPT_OUT or message.account is None:
        return bool(row.reason == Reason.CARRIER)
    said = row.detail.facts.get("words", "") if hasattr(row, "detail") else ""
    return message.account.carrier_answers_keywords and is_carrier_word(said, Ask.STOP)


def _stopped_again(message: Message) -> bool:
    """Whether a stop of this address may be newer than this START: one that is said twice is one row, with its first
    words."""
    perhaps_newer = (
        Message.objects.for_business(message.business_id)
        .filter(
            address_hash=message.address_hash,
            direction=Message.Direction.IN,
            created_at__gt=message.created_at - BY_TWO_CLOCKS,
        )
        .exclude(pk=message.pk)
        .only("new_text", "channel", "carrier_keyword", "created_at", "origin")
    )
    return any(
        read_signal(row.new_text, channel=row.channel, opt_out_type=row.carrier_keyword or None).ask
        in (Ask.STOP, Ask.SUSPECTED)
        for row in perhaps_newer
        if not _came_before(row, message)
    )


def _was_said_before(row: Suppression, start: Message) -> bool:
    """Whether the words behind a stop are older than a START: catch-up may bring an older START after a newer STOP."""
    uid = row.detail.facts.get("message") if hasattr(row, "detail") else ""
    said = Message.objects.for_business(row.business_id).filter(uid=uid).first() if uid else None
    # A carrier's block is noticed later than it is made, and has no words of its own here.
    is_worded = said is not None and said.direction == Message.Direction.IN
    return _came_before(said, start) if said is not None and is_worded else row.created_at <= start.created_at


def _came_before(stop: Message, start: Message) -> bool:
    """Whether a stop is older than a START for certain. Where nobody can tell it is not, and the opt-out stands."""
    fetched = [message.origin == FETCHED for message in (stop, start)]
    margin = BY_PROVIDER if all(fetched) else BY_TWO_CLOCKS if any(fetched) else BY_ARRIVAL
    return stop.created_at <= start.created_at - margin
