"""Tasks that django-q2 runs for conversations."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from conversations import inbox, outbox, sealing, words


def catch_up_due(**_: Any) -> dict[str, int]:
    """Every minute: catch up with each sender that is marked, or was last looked at a quarter of an hour ago."""
    return inbox.catch_up_due(clock=timezone.now)


def apply_callbacks(**_: Any) -> None:
    """Apply the status callbacks that wait."""
    while outbox.apply_callbacks(now=timezone.now()):
        continue


def seal_evidence(**_: Any) -> None:
    """Close the newest clearances with a seal."""
    sealing.seal_all(now=timezone.now())


def recover_stuck(**_: Any) -> None:
    """Settle what a dead worker left in mid-air."""
    outbox.recover_stuck(now=timezone.now())


def reconcile_unknown(**_: Any) -> None:
    """Look unknown outcomes up in the provider's records."""
    outbox.reconcile_unknown(clock=timezone.now)


def index_words(**_: Any) -> int:
    """Make new messages findable by their words; return how many."""
    return words.index_new_messages()
