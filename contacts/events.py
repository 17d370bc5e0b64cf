"""Facts this floor tells. Ids and codes only; listeners load what they need."""

from __future__ import annotations

from dataclasses import dataclass

from django.dispatch import Signal

from accounts.work import Fact

# Sent inside the opt-out transaction with business_id, address_hash, kind_of_address, reason, all_channels, now. Its
# one receiver, in conversations.outbox.cancel, cancels what waits for that address in the same transaction.
suppressed = Signal()


@dataclass(frozen=True)
class AddressSuppressed(Fact):
    """An address may no longer be contacted.

    suppression_id: the Suppression; reason: its code; contact_id: who said it, where known (0 when not).
    """

    suppression_id: int
    reason: str
    contact_id: int


@dataclass(frozen=True)
class SuppressionLifted(Fact):
    """A suppression ended. suppression_id: which; reason: the code of the suppression."""

    suppression_id: int
    reason: str


@dataclass(frozen=True)
class ContactDeclined(Fact):
    """A contact is not interested: out of all campaigns and follow-ups. contact_id: who."""

    contact_id: int


@dataclass(frozen=True)
class ImportFinished(Fact):
    """An import has been written. batch_id: which."""

    batch_id: int
