"""Who reads a message: the built-in rules. A model's engine stands behind the same door, and the rules behind it."""

from __future__ import annotations

from typing import Protocol

from accounts.models import Business
from conversations.assistant.triage_rules import TriageReading, read_intent


class Engine(Protocol):
    """Reads one message. What comes back is data that code validates: an engine never acts."""

    name: str

    def read(self, text: str, *, channel: str, asked: str | None) -> TriageReading:
        """Return what `text` means; `asked` is our last question, if our last message asked one."""


class BuiltinEngine:
    """Rules alone: no network, no key, a fraction of a millisecond."""

    name = "builtin"

    def read(self, text: str, *, channel: str, asked: str | None) -> TriageReading:
        return read_intent(text, channel=channel, asked=asked)


BUILTIN = BuiltinEngine()


def engine_of(business: Business) -> Engine:
    """Return the engine that reads for a business. Without a model's key it is the built-in one (Rule 7)."""
    return BUILTIN
