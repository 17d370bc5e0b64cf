"""Facts of conversations. Ids and codes only; listeners load what they need."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.work import Fact


@dataclass(frozen=True)
class MessageReceived(Fact):
    """An inbound message is stored (not told for one that opted out: see OptedOut).

    message_id, conversation_id, contact_id: what and whose.
    """

    message_id: int
    conversation_id: int
    contact_id: int


@dataclass(frozen=True)
class MessageMoved(Fact):
    """An inbound message was moved to another contact of the same phone.

    message_id, conversation_id, contact_id: what, and whose it is now; from_contact_id: whose it was taken for.
    """

    message_id: int
    conversation_id: int
    contact_id: int
    from_contact_id: int


@dataclass(frozen=True)
class OptedOut(Fact):
    """An inbound message was read as an opt-out, or suspected of being one, and the address is suppressed.

    message_id: the words; contact_id, conversation_id: whose; suppression_id, reason: the stop and its code; confirm:
    whether we may confirm it (the carrier has not, it is an opt-out for certain, and it is the first).
    """

    message_id: int
    conversation_id: int
    contact_id: int
    suppression_id: int
    reason: str
    confirm: bool


@dataclass(frozen=True)
class CameBack(Fact):
    """START lifted a text opt-out.

    message_id: the evidence; conversation_id, contact_id: whose; confirm: whether we answer (the carrier has not).
    """

    message_id: int
    conversation_id: int
    contact_id: int
    confirm: bool


@dataclass(frozen=True)
class HelpAsked(Fact):
    """HELP or INFO came in and the carrier did not answer. message_id, conversation_id, contact_id: which, whose."""

    message_id: int
    conversation_id: int
    contact_id: int


@dataclass(frozen=True)
class MessageTriaged(Fact):
    """A triage is stored. message_id: of what; intent: one of the twenty; contact_id, conversation_id: whose."""

    message_id: int
    conversation_id: int
    contact_id: int
    intent: str


@dataclass(frozen=True)
class HandoffOpened(Fact):
    """A task for a person was opened. handoff_id, conversation_id: which, where; priority: hot, high or normal."""

    handoff_id: int
    conversation_id: int
    priority: str


@dataclass(frozen=True)
class MessagesHandedOver(Fact):
    """A batch of outbound messages was accepted by a provider. message_ids: which."""

    message_ids: list[int]


@dataclass(frozen=True)
class MessagesFailed(Fact):
    """A batch of outbound messages will not arrive (failed, undelivered, blocked, cancelled). message_ids: which."""

    message_ids: list[int]


@dataclass(frozen=True)
class BotPaused(Fact):
    """A person took a conversation over. conversation_id, contact_id: which, whose."""

    conversation_id: int
    contact_id: int


@dataclass(frozen=True)
class CallEnded(Fact):
    """A telephone call to one of our numbers is over. Perhaps told more than once: call_id names it.

    call_id: the provider's id; account_id: the number called; contact_id: who called (0 where the number was withheld);
    missed: nobody took it; ended_at: ISO time.
    """

    call_id: str
    account_id: int
    contact_id: int
    missed: bool
    ended_at: str
