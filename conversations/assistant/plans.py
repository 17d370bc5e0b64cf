"""What an intent leads to: the table of design.md, as pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from conversations.assistant.triage_rules import Intent, TriageReading

Priority = Literal["hot", "high", "normal"]
Suppress = Literal["wrong_number", "not_interested"]

HOT_DUE = timedelta(hours=1)
WARM_DUE = timedelta(hours=8)
#: Below this the reading is a guess, and a guess goes to a person.
SURE_ENOUGH = 0.4


@dataclass(frozen=True)
class HandoffPlan:
    """A task for a person: why, how urgent, until when, and the first thing to do."""

    reason: str
    priority: Priority
    due: timedelta
    next_step: str


@dataclass(frozen=True)
class AnswerPlan:
    """What the assistant says and what the system does after one inbound message.

    ``copy_key`` names approved copy (None: say nothing); ``suppress`` names what the address or contact is taken out of.
    """

    copy_key: str | None
    handoff: HandoffPlan | None = None
    bot: Literal["keep", "pause"] = "keep"
    conversation: Literal["keep", "close"] = "keep"
    enrollment: Literal["stop", "keep"] = "stop"
    suppress: Suppress | None = None
    opportunity: bool = False
    note: str | None = None
