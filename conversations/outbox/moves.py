"""The allowed moves of an outbound message's status, one table. Pure."""

from __future__ import annotations

from collections.abc import Iterable

# What each status may become. Nothing leads back, save what a provider certainly did not take.
MOVES: dict[str, frozenset[str]] = {
    "held": frozenset({"queued", "cancelled", "blocked"}),
    "queued": frozenset(
        {"sending", "held", "cancelled", "blocked", "sent", "delivered", "read", "failed", "undelivered"}
    ),
    "sending": frozenset({"queued", "sent", "delivered", "read", "failed", "undelivered", "unknown"}),
    "unknown": frozenset({"sent", "delivered", "read", "failed", "undelivered"}),
    "sent": frozenset({"delivered", "read", "failed", "undelivered"}),
    "delivered": frozenset({"read"}),
    "read": frozenset(),
    "failed": frozenset(),
    "undelivered": frozenset(),
    "cancelled": frozenset(),
    "blocked": frozenset(),
}
# What a provider's word means for us: as soon as it has the message, the message is sent.
NEWS: dict[str, str] = {
    "queued": "sent",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "undelivered",
    "failed": "failed",
    "cancelled": "failed",
}
# A queued message moves by news only when the provider has it after all: then it must not be handed over again.
PENDING_AT_PROVIDER = frozenset({"queued", "sending", "unknown", "sent", "delivered"})


def may_move(status: str, to: str) -> bool:
    """Say whether a message may go from one status to another."""
    return to in MOVES.get(status, frozenset())


def after_news(status: str, news: str) -> str:
    """Return the status after one word of the provider; the same where the word is unknown, late or repeated."""
    target = NEWS.get(news, "")
    if status not in PENDING_AT_PROVIDER or not may_move(status, target):
        return status
    return target


def after_all_news(status: str, news: Iterable[str]) -> str:
    """Return the status after several words, in the order in which they came."""
    for word in news:
        status = after_news(status, word)
    return status
