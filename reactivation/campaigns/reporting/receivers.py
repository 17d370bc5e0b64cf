"""The report's counts follow what happens to the texts."""

from __future__ import annotations

from accounts.work import Priority, listens
from conversations import events
from reactivation.campaigns.reporting.counting import count_texts


@listens(events.MessagesHandedOver, name="campaigns.count_handed_over", priority=Priority.LATER)
def count_handed_over(fact: events.MessagesHandedOver) -> None:
    """Count what left."""
    count_texts(business_id=fact.business_id, message_ids=fact.message_ids)


@listens(events.MessagesFailed, name="campaigns.count_failed", priority=Priority.LATER)
def count_failed(fact: events.MessagesFailed) -> None:
    """Take what did not arrive out of those reached."""
    count_texts(business_id=fact.business_id, message_ids=fact.message_ids)
